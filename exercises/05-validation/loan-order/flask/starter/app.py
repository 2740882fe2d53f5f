from flask import Flask, request

app = Flask(__name__)


def refuse(problems):
    """Answers 422 with every field of {"member": "is missing"}."""
    errors = [{"field": f, "problem": p} for f, p in problems.items()]
    return {"errors": errors}, 422


def problems_of(order):
    """Everything that is wrong with `order`: field to problem."""
    problems = {}
    if not isinstance(order.get("member"), str) or not order["member"]:
        problems["member"] = "is text, and not empty"
    # Here: is "lines" a list of 1 to 10, each line right, no tool twice?
    return problems


@app.post("/orders")
def create_order():
    order = request.get_json()
    if problems := problems_of(order):
        return refuse(problems)
    return {"total_days": sum(line["days"] for line in order["lines"])}, 201
