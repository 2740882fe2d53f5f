from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)


def refuse(problems: dict[str, str]) -> ResponseReturnValue:
    """Answers 422 with every field of {"member": "is missing"}."""
    errors = [
        {"field": field, "problem": text} for field, text in problems.items()
    ]
    return {"errors": errors}, 422


def is_whole(value: Any) -> bool:
    # bool is a subclass of int in Python: True would pass as 1.
    return isinstance(value, int) and not isinstance(value, bool)


def problems_of_line(line: Any, path: str) -> dict[str, str]:
    """Everything that is wrong with the line at `path`: field to problem."""
    if not isinstance(line, dict):
        return {path: "is an object"}
    problems = {}
    if not is_whole(line.get("tool")):
        problems[f"{path}.tool"] = "is the number of a tool"
    if not is_whole(line.get("days")) or not 1 <= line["days"] <= 30:
        problems[f"{path}.days"] = "is a whole number from 1 to 30"
    return problems


def problems_of_lines(lines: Any) -> dict[str, str]:
    if not isinstance(lines, list) or not 1 <= len(lines) < 10:
        return {"lines": "is a list of 1 to 10 lines"}
    problems: dict[str, str] = {}
    for index, line in enumerate(lines):
        problems |= problems_of_line(line, f"lines.{index}")
    if not problems and len({line["tool"] for line in lines}) < len(lines):
        problems["lines"] = "names a tool twice"
    return problems


def problems_of(order: dict[str, Any]) -> dict[str, str]:
    """Everything that is wrong with `order`: field to problem."""
    problems = problems_of_lines(order.get("lines"))
    if not isinstance(order.get("member"), str) or not order["member"]:
        problems["member"] = "is text, and not empty"
    return problems


@app.post("/orders")
def create_order() -> ResponseReturnValue:
    order = request.get_json()
    if not isinstance(order, dict):
        return refuse({"body": "is a JSON object"})
    if problems := problems_of(order):
        return refuse(problems)
    return {"total_days": sum(line["days"] for line in order["lines"])}, 201
