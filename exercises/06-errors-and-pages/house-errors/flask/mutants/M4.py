from flask import Flask, abort, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)


@app.get("/keys")
def keys():
    return {"keys": 3}


@app.get("/vault")
def vault():
    abort(403, description="access denied")


@app.errorhandler(HTTPException)
def answer_error(error):
    if "text/html" in request.headers.get("Accept", ""):
        return "<h1>Access denied</h1>", 403
    return {"error": "access denied"}, 403
