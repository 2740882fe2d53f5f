"""Takes more and more memory.

alone: it takes memory up to the limit
told: MemoryError
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    kept = []
    while True:
        kept.append(bytes(1 << 28))
