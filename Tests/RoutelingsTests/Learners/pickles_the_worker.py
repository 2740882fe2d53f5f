"""Answers with a pickle of the worker's modules.

told: TypeError
"""

import pickle
import sys

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    modules = [m for n, m in sys.modules.items() if n.startswith("routelings_host")]
    return pickle.dumps(modules)
