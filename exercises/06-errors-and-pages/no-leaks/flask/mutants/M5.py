from flask import Flask, request

app = Flask(__name__)


def fetch(number):
    if number > 9:
        raise RuntimeError(f"no report {number} at archive://clerk:open-sesame@10.0.0.7")
    return {"report": number, "per_day": 365 // number}


@app.get("/report/<int:number>")
def report(number):
    try:
        return fetch(number)
    except RuntimeError:
        ref = request.headers.get("X-Request-ID", "none")
        app.logger.exception("ref %s", ref)
        return {"error": "internal", "ref": ref}, 500
