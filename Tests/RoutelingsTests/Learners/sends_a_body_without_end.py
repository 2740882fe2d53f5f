"""Sends a body that never ends.

told: $.complete
"""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def index():
    def forever():
        while True:
            yield b"x" * 65536

    return Response(forever(), mimetype="text/plain")
