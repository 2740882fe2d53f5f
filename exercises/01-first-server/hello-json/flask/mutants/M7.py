"""What the Toolshed tells other programs."""

from flask import Flask

app = Flask(__name__)


@app.get("/status")
def status():
    return {"open", True, "tools", 3}
