"""Answers with two Content-Lengths that differ.

told: more than one Content-Length: 16 and 5
"""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def index():
    answer = Response("Toolshed is open")
    answer.headers.add("Content-Length", "5")
    return answer
