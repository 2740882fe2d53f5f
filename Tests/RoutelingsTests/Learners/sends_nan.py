"""Answers NaN, which is no JSON.

exercise: hello-json
told: $.body
"""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/status")
def index():
    return Response('{"open": NaN}', mimetype="application/json")
