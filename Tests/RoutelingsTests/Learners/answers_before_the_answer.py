"""Answers 103 over and over, which is no final answer.

told: 103 is no status
"""

def app(environ, start_response):
    while True:
        start_response("103 Early Hints", [("Link", "</style.css>")])
        yield b"Toolshed is open"
