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
        return f"<h1>{error.description.capitalize()}</h1>", error.code
    return {"error": error.description}, error.code
