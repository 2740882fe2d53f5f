import re
from uuid import uuid4

from flask import Blueprint, Flask, g, request
from upstream import get_json

app = Flask(__name__)
api = Blueprint("api", __name__)


@api.before_request
def take_number():
    given = request.headers.get("X-Request-ID", "")
    g.number = given if re.fullmatch("[A-Za-z0-9-]{1,64}", given) else str(uuid4())


@api.after_request
def send_number(response):
    response.headers["X-Request-ID"] = g.number
    return response


@api.get("/ping")
def ping():
    return {"pong": True}


@api.get("/slow")
def slow():
    return get_json("/wait")


@api.get("/fail")
def fail():
    raise RuntimeError("the shelf gave way")


app.register_blueprint(api)
