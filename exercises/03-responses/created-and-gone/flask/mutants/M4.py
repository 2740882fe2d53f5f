from itertools import count

from flask import Flask, abort, request

app = Flask(__name__)
tools = {}
ids = count(1)


@app.post("/tools")
def create_tool():
    tool = {"id": next(ids), "name": request.get_json()["name"]}
    tools[tool["id"]] = tool
    return tool, 201, {"Location": f"/tools/{tool['id']}"}


@app.get("/tools/<int:tool_id>")
def read_tool(tool_id):
    if tool_id not in tools:
        abort(404)
    return tools[tool_id]


@app.delete("/tools/<int:tool_id>")
def delete_tool(tool_id):
    if tools.pop(tool_id, None) is None:
        abort(404)
