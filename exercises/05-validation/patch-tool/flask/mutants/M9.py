from collections.abc import Callable
from typing import Any

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)
tools: dict[int, dict[str, Any]] = {}

RULES: dict[str, Callable[[Any], bool]] = {
    "name": lambda name: isinstance(name, str) and name != "",
    "daily_fee": lambda fee: type(fee) in (int, float) and fee > 0,
    "note": lambda note: note is None or isinstance(note, str),
}


def refuse(fields: list[str]) -> ResponseReturnValue:
    return {
        "errors": [{"field": f, "problem": "breaks its rule"} for f in fields]
    }, 422


def bad_fields(values: dict[str, Any]) -> list[str]:
    return [
        field for field, value in values.items() if not RULES[field](value)
    ]


@app.get("/tools/<int:tool_id>")
def read_tool(tool_id: int) -> ResponseReturnValue:
    if tool_id not in tools:
        abort(404)
    return tools[tool_id]


@app.put("/tools/<int:tool_id>")
def replace_tool(tool_id: int) -> ResponseReturnValue:
    tool = {field: request.get_json().get(field) for field in RULES}
    if bad := bad_fields(tool):
        return refuse(bad)
    tools[tool_id] = tool
    return tool


@app.patch("/tools/<int:tool_id>")
def change_tool(tool_id: int) -> ResponseReturnValue:
    if tool_id not in tools:
        abort(404)
    sent = request.get_json()
    tool = tools[tool_id]
    for field in RULES:
        if field in sent:
            tool[field] = sent[field]
    bad = [field for field in RULES if not RULES[field](tool[field])]
    if bad:
        return refuse(bad)
    return tool
