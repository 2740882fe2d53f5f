from fastapi import FastAPI, HTTPException, exceptions, responses
from pydantic import BaseModel, Field

app, tools = FastAPI(), {}


class Tool(BaseModel):
    name: str = Field(min_length=1)
    daily_fee: float = Field(gt=0)
    note: str | None = None


class ToolChanges(BaseModel):
    name: str | None = None
    daily_fee: float | None = None
    note: str | None = None


@app.exception_handler(exceptions.RequestValidationError)
def refuse(request, error):
    errors = [{"field": e["loc"][-1], "problem": e["msg"]} for e in error.errors()]
    return responses.JSONResponse({"errors": errors}, status_code=422)


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int):
    if tool_id not in tools:
        raise HTTPException(404)
    return tools[tool_id]


@app.put("/tools/{tool_id}")
def replace_tool(tool_id: int, tool: Tool):
    tools[tool_id] = tool
    return tool


@app.patch("/tools/{tool_id}")
def change_tool(tool_id: int, sent: ToolChanges):
    if tool_id not in tools:
        raise HTTPException(404)
    for field, value in sent.model_dump(exclude_unset=True).items():
        if (field == "name" and not value) or (
            field == "daily_fee" and (value is None or value <= 0)
        ):
            errors = [{"field": field, "problem": "breaks its rule"}]
            return responses.JSONResponse({"errors": errors}, status_code=422)
        setattr(tools[tool_id], field, value)
    return tools[tool_id]
