from flask import Flask
from werkzeug.debug import DebuggedApplication

app = Flask(__name__)
app.debug = True
# As `flask run --debug` does:
app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)


def fetch(number):
    if number > 9:
        raise RuntimeError(
            f"no report {number} at archive://clerk:open-sesame@10.0.0.7"
        )
    return {"report": number, "per_day": 365 // number}


@app.get("/report/<int:number>")
def report(number):
    return fetch(number)
