"""Leaves the answer to atexit hooks.

told: $.text
"""

import atexit

from flask import Flask

app = Flask(__name__)

atexit.register(print, "Toolshed is open")


@app.get("/")
def index():
    return ""
