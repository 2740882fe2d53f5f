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
    headers = [field for field in error.get_headers() if field[0] != "Content-Type"]
    return {"error": error.description}, error.code, headers
