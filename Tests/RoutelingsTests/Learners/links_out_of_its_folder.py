"""Puts a link in the place of its scratch folder, and one into it.

told: $.text
"""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    here = os.environ["SCRATCH"]
    if not os.path.islink(here):
        os.symlink("/etc", "etc")
        os.rename(here, here + "-gone")
        os.symlink("/etc", here)
    return "linked"
