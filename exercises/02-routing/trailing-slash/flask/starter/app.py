"""Tools at one address."""

from flask import Flask, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)
tools = [
    {"name": "Rake", "tag": "garden"},
    {"name": "Drill", "tag": "power"},
    {"name": "Hoe", "tag": "garden"},
]


# ____  Your lines go here.
