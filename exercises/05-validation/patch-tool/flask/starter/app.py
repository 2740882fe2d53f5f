from flask import Flask, abort, request

app, tools = Flask(__name__), {}
RULES = {
    "name": lambda name: isinstance(name, str) and name != "",
    "daily_fee": lambda fee: type(fee) in (int, float) and fee > 0,
    "note": lambda note: note is None or isinstance(note, str),
}


def refuse(fields):
    errors = [{"field": f, "problem": "breaks its rule"} for f in fields]
    return {"errors": errors}, 422


@app.get("/tools/<int:tool_id>")
def read_tool(tool_id):
    if tool_id not in tools:
        abort(404)
    return tools[tool_id]


@app.put("/tools/<int:tool_id>")
@app.patch("/tools/<int:tool_id>")  # PATCH needs a handler of its own
def replace_tool(tool_id):
    tool = {field: request.get_json().get(field) for field in RULES}
    if bad := [field for field in RULES if not RULES[field](tool[field])]:
        return refuse(bad)
    tools[tool_id] = tool
    return tool
