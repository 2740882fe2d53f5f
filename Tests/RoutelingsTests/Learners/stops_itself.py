"""Stops its own process whenever it goes on, so that nothing can be asked of it.

told: time limit
"""

import os
import signal

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    while True:
        os.kill(os.getpid(), signal.SIGSTOP)
