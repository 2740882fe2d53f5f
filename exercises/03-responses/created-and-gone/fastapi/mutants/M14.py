from itertools import count

from fastapi import FastAPI, HTTPException, Response, status
from pydantic import BaseModel

app = FastAPI()


class NewTool(BaseModel):
    name: str


class Tool(NewTool):
    id: int


tools: dict[int, Tool] = {}
ids = count(1)


@app.post("/tools", status_code=status.HTTP_201_CREATED)
def create_tool(new: NewTool) -> Tool:
    tool = Tool(id=next(ids), name=new.name)
    tools[tool.id] = tool
    Response.headers["Location"] = f"/tools/{tool.id}"
    return tool


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int) -> Tool:
    if tool_id not in tools:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    return tools[tool_id]


@app.delete("/tools/{tool_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_tool(tool_id: int) -> None:
    if tool_id not in tools:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    del tools[tool_id]
