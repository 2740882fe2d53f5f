"""Answers with 20,000 header fields.

told: cannot be read
"""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def index():
    answer = Response("Toolshed is open")
    for number in range(20_000):
        answer.headers.add(f"X-{number}", "y" * 100)
    return answer
