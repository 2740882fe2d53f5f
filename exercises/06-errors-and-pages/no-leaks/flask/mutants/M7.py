from flask import Flask, request
from werkzeug.debug import DebuggedApplication
from werkzeug.exceptions import HTTPException

app = Flask(__name__)
app.debug = True
app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)  # as `flask run --debug` does


def fetch(number):
    if number > 9:
        raise RuntimeError(f"no report {number} at archive://clerk:open-sesame@10.0.0.7")
    return {"report": number, "per_day": 365 // number}


@app.get("/report/<int:number>")
def report(number):
    return fetch(number)


@app.errorhandler(Exception)
def answer_failure(error):
    if isinstance(error, HTTPException):
        return error
    ref = request.headers.get("X-Request-ID", "none")
    app.logger.error("ref %s", ref, exc_info=error)
    return {"error": "internal", "ref": ref}, 500
