"""What can be done with a tool."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int) -> dict[str, int | str]:
    return {"id": tool_id, "did": "read"}


@app.put("/tools/{tool_id}")
def replace_tool() -> dict[str, int | str]:
    return {"id": tool_id, "did": "replaced"}


@app.delete("/tools/{tool_id}", status_code=204)
def delete_tool(tool_id: int) -> None:
    """Nothing is left to show."""
