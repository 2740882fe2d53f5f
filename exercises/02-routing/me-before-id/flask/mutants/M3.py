"""Members by their name."""

from flask import Flask

app = Flask(__name__)


@app.get("/members/<name>")
def member(name: str) -> dict[str, str]:
    return {"who": name}


@app.get("/me")
def current_member() -> dict[str, str]:
    return {"who": "current"}
