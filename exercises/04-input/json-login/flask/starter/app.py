"""Members log in with JSON."""

from flask import Flask, abort, request

app = Flask(__name__)

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login():
    # Read these two from JSON, and make sure of its shape before using it.
    username = request.form["username"]
    password = request.form["password"]
    if PASSWORDS.get(username) != password:
        abort(401)
    return {"welcome": username}
