"""The sign on the Toolshed's door."""

from flask import Flask

app = Flask(__name__)


@app.get("/", defaults={"path": ""})
@app.get("/<path:path>")
def sign(path: str) -> str:
    return "Toolshed is open"
