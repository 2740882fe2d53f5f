"""Answers 103 over and over, which is no final answer.

told: 103
"""

def app(environ, start_response):
    while True:
        start_response("103 Early Hints", [("Link", "</style.css>")], None)
        yield b"Toolshed is open"
