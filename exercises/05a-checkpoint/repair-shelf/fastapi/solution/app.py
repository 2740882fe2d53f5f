from typing import Annotated

from fastapi import FastAPI, HTTPException, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI()


class NewTool(BaseModel):
    name: str
    daily_fee: Annotated[int, Field(ge=1, le=500)]


class Tool(NewTool):
    id: int


tools = {1: Tool(id=1, name="Ladder", daily_fee=3)}


@app.exception_handler(RequestValidationError)
async def refuse(
    request: Request, error: RequestValidationError
) -> JSONResponse:
    errors = [
        {"field": str(e["loc"][-1]), "problem": e["msg"]}
        for e in error.errors()
    ]
    return JSONResponse(
        {"errors": errors}, status.HTTP_422_UNPROCESSABLE_CONTENT
    )


# What the model refuses never gets in here, so nothing of it is stored.
@app.post("/tools", status_code=status.HTTP_201_CREATED)
def add_tool(new: NewTool) -> Tool:
    tool = Tool(id=len(tools) + 1, **new.model_dump())
    tools[tool.id] = tool
    return tool


@app.get("/tools")
def list_tools(max_fee: int = 500) -> list[Tool]:
    return [tool for tool in tools.values() if tool.daily_fee <= max_fee]


# Above the placeholder, which would take `last` for a number and refuse it.
@app.get("/tools/last")
def read_last() -> Tool:
    return tools[max(tools)]


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int) -> Tool:
    if tool_id not in tools:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    return tools[tool_id]
