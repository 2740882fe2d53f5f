"""Promises 9,999 bytes and sends 16.

told: broke off after 16 bytes
"""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def index():
    answer = Response("Toolshed is open")
    answer.headers["Content-Length"] = "9999"
    return answer
