"""Sends a byte now and then, and never ends.

told: time limit
"""

import time

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def index():
    def drip():
        while True:
            yield b"x"
            time.sleep(0.05)

    return Response(drip(), mimetype="text/plain")
