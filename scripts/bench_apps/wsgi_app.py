"""The Flask app that scripts/bench serves."""

from flask import Flask, Response, request
from pydantic import BaseModel

app = Flask(__name__)
BLOB = b"x" * 100_000


class Line(BaseModel):
    name: str
    count: int
    note: str


class Order(BaseModel):
    id: int
    lines: list[Line]


@app.get("/hello")
def hello():
    return Response("hello", mimetype="text/plain")


@app.get("/items/<int:item_id>")
def item(item_id):
    return {"id": item_id}


@app.post("/orders")
def order():
    order = Order.model_validate(request.get_json())
    return {"id": order.id, "lines": len(order.lines)}


@app.get("/blob")
def blob():
    return Response(BLOB, mimetype="application/octet-stream")
