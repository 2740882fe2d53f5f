from flask import Flask, abort, json, request
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
    if request.accept_mimetypes.accept_html:
        return error
    response = error.get_response()
    response.data = json.dumps({"error": error.description})
    response.content_type = "application/json"
    return response
