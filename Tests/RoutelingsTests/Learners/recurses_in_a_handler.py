"""Calls itself without end in place of an answer.

told: RecursionError
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return index()
