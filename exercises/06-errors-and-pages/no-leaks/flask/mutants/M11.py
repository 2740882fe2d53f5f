from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

app = Flask(__name__)


def fetch(number: int) -> dict[str, int]:
    if number > 9:
        raise RuntimeError(
            f"no report {number} at archive://clerk:open-sesame@10.0.0.7"
        )
    return {"report": number, "per_day": 365 // number}


@app.get("/report/<int:number>")
def report(number: int) -> ResponseReturnValue:
    return fetch(number)


@app.errorhandler(Exception)
def answer_failure(error: Exception) -> ResponseReturnValue:
    if isinstance(error, HTTPException):
        return error
    ref = request.header.get("X-Request-ID", "none")
    app.logger.error("ref %s", ref, exc_info=error)
    return {"error": "internal", "ref": ref}, 500
