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
    if len({line["tool"] for line in lines}) < len(lines):
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
