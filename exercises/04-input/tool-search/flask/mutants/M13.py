"""A search that repeats what it was asked for."""

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)

WORDS = {"true": True, "false": False}


@app.get("/tools")
def search() -> ResponseReturnValue:
    tags = request.args.getlist("tag")
    try:
        limit = int(request.args.get("limit", "10"))
    except ValueError:
        abort(400)
    if not 1 <= limit <= 100:
        abort(400)
    word = request.args.get("available")
    if word is not None and word not in WORDS:
        abort(400)
    available = None if word is None else WORDS[word]
    return {"tags": tags, "max": limit, "available": available}
