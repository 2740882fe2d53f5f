from fakedb import add_stats, connect
from flask import Flask, g

app = Flask(__name__)
add_stats(app)


def get_db():
    g.db = connect()
    return g.db


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
    return {"handle": get_db().number, "tools": get_db().count("tools")}


@app.get("/fail")
def fail():
    raise RuntimeError(f"{get_db().number}: {get_db().count('tools')} rows, and no table")


@app.get("/slow")
def slow():
    return {"handle": get_db().number, "tools": get_db().slow_count("tools")}
