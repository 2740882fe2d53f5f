"""The FastAPI app that scripts/bench serves."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel

app = FastAPI()
BLOB = b"x" * 100_000


class Line(BaseModel):
    name: str
    count: int
    note: str


class Order(BaseModel):
    id: int
    lines: list[Line]


@app.get("/hello")
async def hello():
    return PlainTextResponse("hello")


@app.get("/items/{item_id}")
async def item(item_id: int):
    return {"id": item_id}


@app.post("/orders")
async def order(order: Order):
    return {"id": order.id, "lines": len(order.lines)}


@app.get("/blob")
async def blob():
    return Response(BLOB, media_type="application/octet-stream")
