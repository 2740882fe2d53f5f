from flask import Flask, request

app = Flask(__name__)


def refuse(problems):
    """Answers 422 with every bad field, as in refuse({"member": "is missing"})."""
    errors = [{"field": field, "problem": text} for field, text in problems.items()]
    return {"errors": errors}, 422


def problems_of_lines(lines):
    if not isinstance(lines, list) or not 1 <= len(lines) <= 10:
        return {"lines": "1 to 10 lines"}
    problems = {}
    for index, line in enumerate(lines):
        if not isinstance(line, dict):
            problems[f"lines.{index}"] = "not an object"
            continue
        if type(line.get("tool")) is not int:
            problems[f"lines.{index}.tool"] = "not a number"
        if type(line.get("days")) is not int or not 1 <= line["days"] <= 30:
            problems[f"lines.{index}.days"] = "not 1 to 30"
    if not problems and any(lines.count(line) > 1 for line in lines):
        problems["lines"] = "a tool is there twice"
    return problems


def problems_of(order):
    """Everything that is wrong with `order`: field to problem."""
    problems = {}
    if not isinstance(order.get("member"), str) or not order["member"]:
        problems["member"] = "is text, and not empty"
    return problems | problems_of_lines(order.get("lines"))


@app.post("/orders")
def create_order():
    order = request.get_json()
    if problems := problems_of(order):
        return refuse(problems)
    return {"total_days": sum(line["days"] for line in order["lines"])}, 201
