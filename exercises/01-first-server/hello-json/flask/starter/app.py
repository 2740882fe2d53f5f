"""What the Toolshed tells other programs."""

from flask import Flask

app = Flask(__name__)


@app.get("/status")
def status():
    # Say that the shed is open (true), and how many tools it has (3).
    return ____
