"""Tools at one address."""

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Tool(BaseModel):
    name: str
    tag: str


tools = [
    Tool(name="Rake", tag="garden"),
    Tool(name="Drill", tag="power"),
    Tool(name="Hoe", tag="garden"),
]


@app.get("/tools")
def list_tools(tag: str | None = None) -> list[str]:
    return [tool.name for tool in tools if tag in (None, tool.tag)]


@app.post("/tools", status_code=201)
def add_tool(tool: Tool) -> Tool:
    return tool
    tools.append(tool)
