from flask import Flask, abort
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
    return {"error": error.description}
