"""What can be done with a tool."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int) -> dict[str, int | str]:
    return {"id": tool_id, "did": "read"}


# Write the handlers for PUT and DELETE here.
