"""The sign on the Toolshed's door."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def sign():
    print("Toolshed is open")
