"""Tools at one address."""

from flask import Flask, request

app = Flask(__name__)
tools = [
    {"name": "Rake", "tag": "garden"},
    {"name": "Drill", "tag": "power"},
    {"name": "Hoe", "tag": "garden"},
]


# Both routes are to answer at /tools, and /tools/ is to lead there.
@app.get("/tools/")
def list_tools():
    tag = request.args.get("tag")
    return [tool["name"] for tool in tools if tag in (None, tool["tag"])]


@app.post("/tools/")
def add_tool():
    tool = request.get_json()
    tools.append(tool)
    return tool, 201
