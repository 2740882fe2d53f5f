"""Has a shell start one process after another.

alone: it takes every core
told: 64 processes
"""

import subprocess

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    subprocess.run(["sh", "-c", "while :; do sleep 600 & done"])
    return ""
