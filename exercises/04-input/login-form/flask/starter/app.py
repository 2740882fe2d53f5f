"""Members log in with a form."""

from flask import Flask, abort, request

app = Flask(__name__)

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


# This answers with what it was told, whoever it was.
@app.post("/login")
def login():
    username = request.form["username"]
    password = request.form["password"]
    return {"username": username, "password": password}
