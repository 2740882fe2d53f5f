"""Prints 100,000 lines; the answer is right.

told: printed more than
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    for _ in range(100_000):
        print("line")
    return "Toolshed is open"
