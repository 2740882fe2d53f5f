from flask import Flask, abort, request

app = Flask(__name__)


@app.get("/keys")
def keys():
    return {"keys": 3}


@app.get("/vault")
def vault():
    abort(403, description="access denied")


@app.errorhandler(403)
@app.errorhandler(404)
def answer_error(error):
    if "text/html" in request.headers.get("Accept", ""):
        return "<h1>Access denied</h1>", error.code
    return {"error": error.description}, error.code
