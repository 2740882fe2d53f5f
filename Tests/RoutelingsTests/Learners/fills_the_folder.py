"""Writes one file after another, without end.

alone: it fills the disk up to the limit
told: filled its folder
"""

import itertools

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    for number in itertools.count():
        with open(f"full-{number}", "wb") as file:
            file.write(b"x" * (1 << 24))
