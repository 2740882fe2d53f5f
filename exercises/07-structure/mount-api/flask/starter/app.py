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


# ____  Your lines go here.
