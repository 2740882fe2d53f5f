"""Raises an exception while it is loaded.

line: 11
told: KeyError
"""

from flask import Flask

app = Flask(__name__)
tools = {"drill": 3}
print(tools["hammer"])
