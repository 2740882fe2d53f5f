from flask import Flask, request
from werkzeug.debug import DebuggedApplication

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


@app.errorhandler(500)
def answer_failure(error):
    ref = request.headers.get("X-Request-ID", "none")
    app.logger.error("ref %s", ref)
    return {"error": "internal", "ref": ref}, 500
