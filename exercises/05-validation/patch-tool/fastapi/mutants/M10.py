from typing import Annotated

from fastapi import FastAPI, HTTPException, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI()

Name = Annotated[str, Field(min_length=1)]
Fee = Annotated[float, Field(gt=0)]


class Tool(BaseModel):
    name: Name
    daily_fee: Fee
    note: str | None = None


class ToolChanges(BaseModel):
    # The defaults are never used: what was not sent is excluded.
    name: Name = "-"
    daily_fee: Fee = 1
    note: str | None = None


tools: dict[int, Tool] = {}


@app.exception_handler(RequestValidationError)
async def refuse(
    request: Request, error: RequestValidationError
) -> JSONResponse:
    errors = [
        {"field": e["loc"][-1], "problem": e["msg"]} for e in error.errors()
    ]
    return JSONResponse(
        {"errors": errors}, status.HTTP_422_UNPROCESSABLE_CONTENT
    )


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int) -> Tool:
    if tool_id not in tools:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    return tools[tool_id]


@app.put("/tools/{tool_id}")
def replace_tool(tool_id: int, tool: Tool) -> Tool:
    tools[tool_id] = tool
    return tool


@app.patch("/tools/{tool_id}")
def change_tool(tool_id: int, sent: ToolChanges):
    if tool_id not in tools:
        return {"error": "no such tool"}, 404
    changes = sent.model_dump(exclude_unset=True)
    tools[tool_id] = tools[tool_id].model_copy(update=changes)
    return tools[tool_id]
