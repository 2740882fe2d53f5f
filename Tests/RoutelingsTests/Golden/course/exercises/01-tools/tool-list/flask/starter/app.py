from flask import Flask, request

app = Flask(__name__)
tools = [{"name": f"tool-{number}"} for number in range(10)]
added = []


@app.post("/tools")
def add():
    added.append(request.json["name"])
    return {"id": len(added)}, 201


@app.get("/tools/<int:number>")
def tool(number):
    return {"name": added[number - 1]}


@app.get("/tools")
def index():
    limit = int(request.args["limit"])
    if limit < 1:
        return {"error": "limit"}, 422
    return {}, 500
