from fakedb import add_stats, connect
from flask import Flask

app = Flask(__name__)
add_stats(app)
db = connect()


def get_db():
    return db


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read():
    return {"handle": get_db().number, "tools": get_db().count("tools")}


@app.get("/fail")
def fail():
    raise RuntimeError(f"handle {get_db().number} lost the table")


@app.get("/slow")
def slow():
    return {"handle": get_db().number, "tools": get_db().slow_count("tools")}
