from fakedb import add_stats, connect
from flask import Flask, g

app = Flask(__name__)
add_stats(app)


@app.before_request
def open_db():
    g.db = connect()


@app.teardown_appcontext
def close_db(error):
    db = g.pop("db", None)
    if db is not None:
        db.close()


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read():
    return {"handle": g.db.number, "tools": g.db.count("tools")}


@app.get("/fail")
def fail():
    raise RuntimeError(f"handle {g.db.number} lost the table")


@app.get("/slow")
def slow():
    return {"handle": g.db.number, "tools": g.db.slow_count("tools")}
