"""Answers bytes that are no UTF-8.

told: $.text
"""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def index():
    return Response(b"\xff\xfe\x00", mimetype="text/plain")
