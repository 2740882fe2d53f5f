"""Tools by their number."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/tools/<int:tool_id>")
def tool(tool_id: int):
    return {"id": tool_id}


@app.get("/tools/<int:tool_id>/tags/<tag>")
def tool_tag(tool_id: int, tag: str):
    return {"id": tool_id, "tag": tag}
