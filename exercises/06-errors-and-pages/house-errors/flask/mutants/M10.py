from flask import Flask, abort, json, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

app = Flask(__name__)


@app.get("/keys")
def keys() -> ResponseReturnValue:
    return {"keys": 3}


@app.get("/vault")
def vault() -> ResponseReturnValue:
    abort(403, description="access denied")


def wants_page() -> bool:
    forms = ["application/json", "text/html"]
    return request.accept_mimetypes.best_match(forms) == "text/html"


@app.errorhandler(HTTPException)
def answer_error(error: HTTPException) -> ResponseReturnValue:
    if wants_page():
        return error  # Werkzeug's own page
    response = error.get_response()
    response.data = json.dumps({"error": error.description})
    return response
