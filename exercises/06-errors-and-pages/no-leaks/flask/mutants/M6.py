from flask import Flask, request

app = Flask(__name__)


def fetch(number):
    if number > 9:
        raise RuntimeError(f"no report {number} at archive://clerk:open-sesame@10.0.0.7")
    return {"report": number, "per_day": 365 // number}


@app.get("/report/<int:number>")
def report(number):
    return fetch(number)


@app.errorhandler(Exception)
def answer_failure(error):
    ref = request.headers.get("X-Request-ID", "none")
    app.logger.error("ref %s", ref, exc_info=error)
    return {"error": "internal", "ref": ref}, 500
