"""Puts escapes into an exception, a header, a reason phrase and raw output.

told: RuntimeError
"""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    os.write(2, b"\x1b[2J raw \x1b]0;owned\x07\n")
    raise RuntimeError("\x1b[2J\x1b]0;owned\x07")
