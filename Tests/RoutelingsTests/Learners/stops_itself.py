"""Stops its own process, so that nothing can be asked of it.

told: time limit
"""

import os
import signal

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    os.kill(os.getpid(), signal.SIGSTOP)
    return "Toolshed is open"
