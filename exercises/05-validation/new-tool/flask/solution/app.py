from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)
tools: list[dict[str, Any]] = []

FIELDS = ("name", "daily_fee", "condition", "tags")
CONDITIONS = ("new", "good", "worn")


def refuse(problems: dict[str, str]) -> ResponseReturnValue:
    """Answers 422 with every field of {"name": "is missing"}."""
    errors = [
        {"field": field, "problem": text} for field, text in problems.items()
    ]
    return {"errors": errors}, 422


def is_name(value: Any) -> bool:
    return isinstance(value, str) and 1 <= len(value.strip()) <= 40


def is_fee(value: Any) -> bool:
    # bool is a subclass of int in Python: True would pass as a fee of 1.
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and 0 < value <= 500


def are_tags(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= 5
        and all(isinstance(t, str) for t in value)
    )


def problems_of(body: dict[str, Any]) -> dict[str, str]:
    """Everything that is wrong with the tool in `body`: field to problem."""
    problems = {
        field: "is no field of a tool" for field in body if field not in FIELDS
    }
    if not is_name(body.get("name")):
        problems["name"] = "is text of 1 to 40 characters"
    if not is_fee(body.get("daily_fee")):
        problems["daily_fee"] = "is a number above 0, at most 500"
    if body.get("condition") not in CONDITIONS:
        problems["condition"] = "is new, good or worn"
    if not are_tags(body.get("tags", [])):
        problems["tags"] = "is a list of at most 5 texts"
    return problems


@app.get("/tools")
def list_tools() -> ResponseReturnValue:
    return tools


@app.post("/tools")
def create_tool() -> ResponseReturnValue:
    body = request.get_json()
    if not isinstance(body, dict):
        return refuse({"body": "is a JSON object"})
    if problems := problems_of(body):
        return refuse(problems)
    tool = {**body, "name": body["name"].strip(), "tags": body.get("tags", [])}
    tools.append(tool)
    return tool, 201
