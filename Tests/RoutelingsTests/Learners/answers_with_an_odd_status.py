"""Answers with a status that is none.

told: was ended
"""

def app(environ, start_response):
    start_response("42 Passed", [("Content-Type", "text/plain")])
    return [b"Toolshed is open"]
