"""Never answers, and keeps a core busy.

told: while True
"""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    while True: pass  # on one line, which is the line to be told
