"""Calls itself without end while it is loaded.

told: RecursionError
"""

from flask import Flask

app = Flask(__name__)


def f():
    return f()


f()


@app.get("/")
def index():
    return ""
