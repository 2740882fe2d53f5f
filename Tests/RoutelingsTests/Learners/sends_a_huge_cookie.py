"""Sets a cookie of a megabyte.

told: cannot be read
"""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def index():
    answer = Response("Toolshed is open")
    answer.headers.add("Set-Cookie", "visit=" + "x" * 1_000_000)
    return answer
