"""Tools by their number."""

from flask import Flask

app = Flask(__name__)


@app.get("/tools/<tool_id>")
def tool(tool_id):
    return {"id": tool_id}


@app.get("/tools/<tool_id>/tags/<tag>")
def tool_tag(tool_id, tag):
    return {"id": tool_id, "tag": tag}
