from fastapi import FastAPI, HTTPException, exceptions, responses
from pydantic import BaseModel, Field

app, tools = FastAPI(), {}


class Tool(BaseModel):
    name: str = Field(min_length=1)
    daily_fee: float = Field(gt=0)
    note: str | None = None


@app.exception_handler(exceptions.RequestValidationError)
def refuse(request, err):
    errors = [dict(field=e["loc"][-1], problem=e["msg"]) for e in err.errors()]
    return responses.JSONResponse({"errors": errors}, status_code=422)


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int):
    if tool_id not in tools:
        raise HTTPException(404)
    return tools[tool_id]


@app.put("/tools/{tool_id}")
@app.patch("/tools/{tool_id}")  # PATCH needs a handler and a model of its own
def replace_tool(tool_id: int, tool: Tool):
    tools[tool_id] = tool
    return tool
