"""Tools at one address."""

from flask import Flask, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)
tools = [
    {"name": "Rake", "tag": "garden"},
    {"name": "Drill", "tag": "power"},
    {"name": "Hoe", "tag": "garden"},
]


@app.get("/tools", strict_slashes=False)
def list_tools() -> ResponseReturnValue:
    tag = request.args.get("tag")
    return [tool["name"] for tool in tools if tag in (None, tool["tag"])]


@app.post("/tools", strict_slashes=False)
def add_tool() -> ResponseReturnValue:
    tool = request.get_json()
    return tool, 201
    tools.append(tool)
