"""Clears the screen and names the window, in its answer and its log.

told: $.text
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    print("\x1b[2J\x1b]0;owned\x07\x9b31m")
    return "\x1b[2J\x1b]0;owned\x07\x9b31m"
