"""Starts a server of its own while it is loaded.

line: 17
told: __main__
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return "Toolshed is open"


app.run(port=5000)
