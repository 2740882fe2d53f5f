"""Closes its output.

told: $.text
"""

import sys

from flask import Flask

app = Flask(__name__)

sys.stdout.close()
sys.stderr.close()


@app.get("/")
def index():
    return "no"
