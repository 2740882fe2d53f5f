from typing import Any

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)
tools: dict[int, dict[str, Any]] = {
    1: {"id": 1, "name": "Ladder", "daily_fee": 3}
}


@app.post("/tools")
def add_tool() -> ResponseReturnValue:
    new = request.get_json()
    if not 1 <= new["daily_fee"] <= 500:
        return {
            "errors": [{"field": "daily_fee", "problem": "is 1 to 500"}]
        }, 422
    tool = {"id": len(tools) + 1, **new}
    tools[tool["id"]] = tool
    return tool, 201


@app.get("/tools")
def list_tools() -> ResponseReturnValue:
    try:
        limit = int(request.args.get("max_fee", "500"))
    except ValueError:
        abort(400)
    return [tool for tool in tools.values() if tool["daily_fee"] <= limit]


@app.get("/tools/<int:tool_id>")
def read_tool(tool_id: int) -> ResponseReturnValue:
    if tool_id not in tools:
        abort(404)
    return tools[tool_id]


@app.get("/tools/last")
def read_last() -> ResponseReturnValue:
    return tools[max(tools)]
