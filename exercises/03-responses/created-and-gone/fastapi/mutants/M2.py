from itertools import count

from fastapi import FastAPI, HTTPException, Response
from pydantic import BaseModel

app = FastAPI()
tools = {}
ids = count(1)


class NewTool(BaseModel):
    name: str


@app.post("/tools")
def create_tool(new: NewTool, response: Response):
    tool = {"id": next(ids), "name": new.name}
    tools[tool["id"]] = tool
    response.headers["Location"] = f"/tools/{tool['id']}"
    return tool


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int):
    if tool_id not in tools:
        raise HTTPException(404)
    return tools[tool_id]


@app.delete("/tools/{tool_id}", status_code=204)
def delete_tool(tool_id: int):
    if tools.pop(tool_id, None) is None:
        raise HTTPException(404)
