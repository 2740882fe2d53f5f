from itertools import count
from typing import Any

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)
tools: dict[int, dict[str, Any]] = {}
ids = count(1)


@app.post("/tools")
def create_tool() -> ResponseReturnValue:
    tool = {"id": next(ids), "name": request.get_json()["name"]}
    tools[tool["id"]] = tool
    return tool, {"Location": f"/tools/{tool['id']}"}, 201


@app.get("/tools/<int:tool_id>")
def read_tool(tool_id: int) -> ResponseReturnValue:
    if tool_id not in tools:
        abort(404)
    return tools[tool_id]


@app.delete("/tools/<int:tool_id>")
def delete_tool(tool_id: int) -> ResponseReturnValue:
    if tool_id not in tools:
        abort(404)
    del tools[tool_id]
    return "", 204
