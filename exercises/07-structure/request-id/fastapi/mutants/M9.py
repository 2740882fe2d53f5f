import re
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.middleware.base import RequestResponseEndpoint
from upstream import get_json

app = FastAPI()


@app.middleware("http")
async def number(
    request: Request, call_next: RequestResponseEndpoint
) -> Response:
    given = request.headers["X-Request-ID"]
    fits = re.fullmatch("[A-Za-z0-9-]{1,64}", given)
    request.state.number = given if fits else str(uuid4())
    response = await call_next(request)
    response.headers["X-Request-ID"] = request.state.number
    return response


@app.exception_handler(Exception)
async def answer_failure(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse(
        {"error": "internal"}, 500, {"X-Request-ID": request.state.number}
    )


@app.get("/ping")
def ping() -> dict[str, bool]:
    return {"pong": True}


@app.get("/slow")
def slow() -> dict[str, Any]:
    return get_json("/wait")


@app.get("/fail")
def fail() -> None:
    raise RuntimeError("the shelf gave way")
