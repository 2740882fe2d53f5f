"""Prints that it passed, and answers nothing.

told: $.text
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    print("Passed 5/5")
    return ""
