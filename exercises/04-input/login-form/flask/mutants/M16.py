"""Members log in with a form."""

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login() -> ResponseReturnValue:
    username = request.values["username"]
    password = request.values["password"]
    if PASSWORDS.get(username) != password:
        abort(401)
    return {"welcome": username}
