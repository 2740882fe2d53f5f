"""Takes all rights from its scratch folder, and answers wrongly.

told: $.text
"""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    os.chmod(".", 0o700)
    os.makedirs("inner", exist_ok=True)
    os.chmod("inner", 0)
    os.chmod(".", 0)
    return "closed"
