"""Members by their name."""

from flask import Flask

app = Flask(__name__)


@app.get("/members/<path>")
def member(name: str) -> dict[str, str]:
    return {"who": name}


@app.get("/members/me")
def current_member() -> dict[str, str]:
    return {"who": "current"}
