from flask import Blueprint, Flask

app = Flask(__name__)
tools = Blueprint("tools", __name__)
members = Blueprint("members", __name__)


@tools.get("/api/v1/tools")
def list_tools():
    return {"tools": ["drill", "ladder"]}


@tools.get("/api/v1/tools/<int:tool_id>")
def read_tool(tool_id):
    return {"id": tool_id}


@members.get("/api/v1/members")
def list_members():
    return {"members": ["Ada", "Grace"]}


@app.get("/healthz")
def healthz():
    return {"ok": True}


app.register_blueprint(tools, url_prefix="/api/v1")
app.register_blueprint(members, url_prefix="/api/v1")
