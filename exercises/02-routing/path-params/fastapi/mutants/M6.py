"""Tools by their number."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/tools/{tool_id}")
def tool(tool_id: float) -> dict[str, float]:
    return {"id": tool_id}


@app.get("/tools/{tool_id}/tags/{tag}")
def tool_tag(tool_id: float, tag: str) -> dict[str, float | str]:
    return {"id": tool_id, "tag": tag}
