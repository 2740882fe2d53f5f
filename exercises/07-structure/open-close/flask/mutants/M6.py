from fakedb import add_stats, connect
from flask import Flask, g

app = Flask(__name__)
add_stats(app)


def get_db():
    if "db" not in g:
        g.db = connect()
    return g.db


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read():
    db = get_db()
    return {"handle": db.number, "tools": db.count("tools")}


@app.get("/fail")
def fail():
    db = get_db()
    raise RuntimeError(f"handle {db.number} lost the table")


@app.get("/slow")
def slow():
    db = get_db()
    return {"handle": db.number, "tools": db.slow_count("tools")}
