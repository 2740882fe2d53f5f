"""Answers from a thread, when the request is over.

told: $.text
"""

import threading

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    threading.Timer(0.2, print, ["Toolshed is open"]).start()
    return ""
