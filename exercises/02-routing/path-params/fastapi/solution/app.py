"""Tools by their number."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/tools/{tool_id}")
def tool(tool_id: int) -> dict[str, int]:
    return {"id": tool_id}


@app.get("/tools/{tool_id}/tags/{tag}")
def tool_tag(tool_id: int, tag: str) -> dict[str, int | str]:
    return {"id": tool_id, "tag": tag}
