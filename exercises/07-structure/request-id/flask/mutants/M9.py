import re
from typing import Any
from uuid import uuid4

from flask import Flask, Response, g, request
from upstream import get_json

app = Flask(__name__)


@app.before_request
def take_number() -> None:
    given = request.headers["X-Request-ID"]
    g.number = (
        given if re.fullmatch("[A-Za-z0-9-]{1,64}", given) else str(uuid4())
    )


@app.after_request
def send_number(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.number
    return response


@app.get("/ping")
def ping() -> dict[str, bool]:
    return {"pong": True}


@app.get("/slow")
def slow() -> dict[str, Any]:
    return get_json("/wait")


@app.get("/fail")
def fail() -> dict[str, Any]:
    raise RuntimeError("the shelf gave way")
