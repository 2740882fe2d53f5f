from typing import Any

from flask import Flask, request

app = Flask(__name__)
tools: list[dict[str, Any]] = []


def refuse(problems: dict[str, str]):
    """Answers 422 with every field of {"name": "is missing"}."""
    errors = [{"field": f, "problem": p} for f, p in problems.items()]
    return {"errors": errors}, 422


@app.get("/tools")
def list_tools():
    return tools


@app.post("/tools")
def create_tool():
    tool = request.get_json()
    # Check every rule here, before anything is stored.
    tools.append(tool)
    return tool, 201
