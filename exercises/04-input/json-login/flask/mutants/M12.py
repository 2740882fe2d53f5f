"""Members log in with JSON."""

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login() -> ResponseReturnValue:
    sent = request.form
    if not isinstance(sent, dict):
        abort(400)
    username, password = sent.get("username"), sent.get("password")
    if not isinstance(username, str) or not isinstance(password, str):
        abort(400)
    if PASSWORDS.get(username) != password:
        abort(401)
    return {"welcome": username}
