"""Members log in with JSON."""

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login() -> ResponseReturnValue:
    # ____  Your lines go here.
    return {"welcome": username}
