"""Writes one file without end.

alone: it fills the disk up to the limit
told: larger than an app may have
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    with open("full", "wb") as file:
        while True:
            file.write(b"x" * (1 << 20))
