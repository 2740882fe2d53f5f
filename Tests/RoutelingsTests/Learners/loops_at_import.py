"""Never ends loading.

line: 11
told: did not finish
"""

from flask import Flask

app = Flask(__name__)

while True: pass  # on one line, which is the line to be told
