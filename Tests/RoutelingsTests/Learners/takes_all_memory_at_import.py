"""Takes a hundred gigabytes while it is loaded.

told: MemoryError
"""

from flask import Flask

app = Flask(__name__)

x = "a" * 10**11


@app.get("/")
def index():
    return ""
