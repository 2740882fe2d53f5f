"""Redirects to itself.

told: redirect
"""

from flask import Flask, redirect

app = Flask(__name__)


@app.get("/")
def index():
    return redirect("/")
