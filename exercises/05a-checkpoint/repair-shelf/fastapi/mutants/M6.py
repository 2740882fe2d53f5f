from fastapi import Body, FastAPI, HTTPException
from fastapi.responses import JSONResponse

app, tools = FastAPI(), {1: {"id": 1, "name": "Ladder", "daily_fee": 3}}


@app.post("/tools", status_code=201)
def add_tool(name: str = Body(), daily_fee: int = Body()):
    if not 1 <= daily_fee <= 500:
        return JSONResponse({"errors": [{"field": "daily_fee", "problem": "is 1 to 500"}]}, 422)
    tool = tools[len(tools) + 1] = {"id": len(tools) + 1, "name": name, "daily_fee": daily_fee}
    return tool


@app.get("/tools")
def list_tools(max_fee: int):
    return [tool for tool in tools.values() if tool["daily_fee"] <= max_fee]


@app.get("/tools/last")
def read_last():
    return tools[max(tools)]


@app.get("/tools/{tool_id}")
def read_tool(tool_id: int):
    if tool_id not in tools:
        raise HTTPException(404)
    return tools[tool_id]
