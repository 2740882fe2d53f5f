"""A search that repeats what it was asked for."""

from flask import Flask, abort, request

app = Flask(__name__)


@app.get("/tools")
def search():
    # Fill these three from the query, request.args.
    tags = []
    limit = 10
    available = None
    return {"tags": tags, "max": limit, "available": available}
