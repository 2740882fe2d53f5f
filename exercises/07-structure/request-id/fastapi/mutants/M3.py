import re
from uuid import uuid4

from fastapi import FastAPI, Request
from upstream import get_json

app = FastAPI()


@app.middleware("http")
async def number_request(request: Request, call_next):
    given = request.headers.get("X-Request-ID", "")
    request.state.number = given if re.fullmatch("[A-Za-z0-9-]{1,64}", given) else str(uuid4())
    response = await call_next(request)
    response.headers["X-Request-ID"] = request.state.number
    return response


@app.get("/ping")
def ping():
    return {"pong": True}


@app.get("/slow")
def slow():
    return get_json("/wait")


@app.get("/fail")
def fail():
    raise RuntimeError("the shelf gave way")
