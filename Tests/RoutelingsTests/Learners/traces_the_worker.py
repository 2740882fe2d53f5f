"""Follows every call with sys.setprofile, and lies about what the worker sends.

told: $.text
"""

import sys
import threading

from flask import Flask

app = Flask(__name__)


def profile(frame, event, argument):
    if event == "call" and frame.f_code.co_name in ("respond", "post", "left"):
        for name, value in frame.f_locals.items():
            if isinstance(value, bytearray):
                value[:] = b"Toolshed is open"


sys.setprofile(profile)
threading.setprofile(profile)


@app.get("/")
def index():
    return "wrong"
