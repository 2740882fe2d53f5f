from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

app = Flask(__name__)
tools = Blueprint("tools", __name__)
members = Blueprint("members", __name__)


@tools.get("/tools")
def list_tools() -> ResponseReturnValue:
    return {"tools": ["drill", "ladder"]}


@tools.get("/tools/<int:tool_id>")
def read_tool(tool_id: int) -> ResponseReturnValue:
    return {"id": tool_id}


@members.get("/members")
def list_members() -> ResponseReturnValue:
    return {"members": ["Ada", "Grace"]}


@app.get("/healthz")
def healthz() -> ResponseReturnValue:
    return {"ok": True}


app.register_blueprint(tools, url_prefix="/api/v1")
app.register_blueprint(members, url_prefix="/api/v1")
