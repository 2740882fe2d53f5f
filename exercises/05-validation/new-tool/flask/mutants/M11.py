from typing import Any

from flask import Flask, request

app = Flask(__name__)
tools: list[dict[str, Any]] = []


def refuse(problems: dict[str, str]):
    """Answers 422 with every field of {"name": "is missing"}."""
    errors = [
        {"field": field, "problem": text} for field, text in problems.items()
    ]
    return {"errors": errors}, 422


@app.get("/tools")
def list_tools():
    return tools


@app.post("/tools")
def create_tool():
    tool = request.get_json()
    problems = {}
    name = tool.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 40:
        problems["name"] = "is text of 1 to 40 characters"
    fee = tool.get("daily_fee")
    if type(fee) not in (int, float) or not 0 < fee <= 500:
        problems["daily_fee"] = "is a number above 0, at most 500"
    if tool.get("condition") not in ("new", "good", "worn"):
        problems["condition"] = "is new, good or worn"
    if problems:
        refuse(problems)
    tools.append(tool)
    return tool, 201
