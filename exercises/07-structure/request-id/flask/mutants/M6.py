import re
from uuid import uuid4

from flask import Flask, g, request
from upstream import get_json

app = Flask(__name__)


@app.before_request
def take_number():
    given = request.headers.get("X-Request-ID", "")
    g.number = given if re.match("[A-Za-z0-9-]{1,64}", given) else str(uuid4())


@app.after_request
def send_number(response):
    response.headers["X-Request-ID"] = g.number
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
