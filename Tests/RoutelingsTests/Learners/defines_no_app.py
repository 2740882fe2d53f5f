"""Gives the app another name.

told: application
"""

from flask import Flask

application = Flask(__name__)


@application.get("/")
def index():
    return "Toolshed is open"
