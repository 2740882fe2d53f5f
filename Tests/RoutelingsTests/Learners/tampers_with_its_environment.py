"""Points every variable and the search path elsewhere.

told: $.text
"""

import os
import sys

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    os.environ.update({name: "/nowhere" for name in os.environ})
    sys.path[:] = ["/nowhere"]
    return os.environ["PATH"]
