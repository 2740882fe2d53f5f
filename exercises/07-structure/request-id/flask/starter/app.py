from flask import Flask
from upstream import get_json

app = Flask(__name__)


@app.before_request
def take_number():
    pass  # the caller's, if it is fit, else a new one: keep it until the end


@app.after_request
def send_number(response):
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
