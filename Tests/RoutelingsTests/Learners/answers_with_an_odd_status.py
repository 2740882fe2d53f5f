"""Answers with a status that is none.

told: 42 is no status
"""

def app(environ, start_response):
    start_response("42 Passed", [("Content-Type", "text/plain")])
    return [b"Toolshed is open"]
