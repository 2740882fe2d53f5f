"""Prints without end.

told: printed more than
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    while True:
        print("Toolshed is open " * 50)
