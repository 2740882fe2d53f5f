import re
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from upstream import get_json

app = FastAPI()
NEW = str(uuid4())


@app.middleware("http")
async def number_request(request: Request, call_next):
    given = request.headers.get("X-Request-ID", "")
    request.state.number = given if re.fullmatch("[A-Za-z0-9-]{1,64}", given) else NEW
    response = await call_next(request)
    response.headers["X-Request-ID"] = request.state.number
    return response


@app.exception_handler(Exception)
async def answer_failure(request: Request, error: Exception):
    return JSONResponse({"error": "internal"}, 500, {"X-Request-ID": request.state.number})


@app.get("/ping")
def ping():
    return {"pong": True}


@app.get("/slow")
def slow():
    return get_json("/wait")


@app.get("/fail")
def fail():
    raise RuntimeError("the shelf gave way")
