"""What can be done with a tool."""

from flask import Flask, request

app = Flask(__name__)


@app.route("/tools/<int:tool_id>", methods=["GET", "POST", "PUT", "DELETE"])
def tool(tool_id: int):
    if request.method == "PUT":
        return {"id": tool_id, "did": "replaced"}
    if request.method == "DELETE":
        return "", 204
    return {"id": tool_id, "did": "read"}
