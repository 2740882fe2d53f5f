"""Reads from address 0.

told: signal 11
"""

import ctypes

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    ctypes.string_at(0)
    return ""
