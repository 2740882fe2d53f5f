"""Replaces json.dumps.

exercise: hello-json
told: $.body
"""

import json

from flask import Flask

app = Flask(__name__)


@app.get("/status")
def index():
    json.dumps = lambda *_, **__: "{}"
    return {"open": True}
