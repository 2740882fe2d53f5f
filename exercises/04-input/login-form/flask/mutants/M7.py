"""Members log in with a form."""

from flask import Flask, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login() -> ResponseReturnValue:
    username = request.form["username"]
    password = request.form["password"]
    if PASSWORDS.get(username) != password:
        return {"error": "wrong name or password"}
    return {"welcome": username}
