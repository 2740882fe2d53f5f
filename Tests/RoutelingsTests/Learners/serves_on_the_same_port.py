"""Has another process listen on the port it is served at.

told: $.text
"""

import subprocess
import sys

from flask import Flask, request

app = Flask(__name__)


@app.get("/")
def index():
    code = (
        "import socket, sys; s = socket.socket(); "
        "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1); "
        "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); "
        "s.bind(('127.0.0.1', int(sys.argv[1]))); s.listen()"
    )
    port = request.environ["SERVER_PORT"]
    done = subprocess.run([sys.executable, "-c", code, port], capture_output=True)
    return "taken" if done.returncode == 0 else "refused"
