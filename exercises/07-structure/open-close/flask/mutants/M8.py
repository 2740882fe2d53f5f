from fakedb import add_stats, connect
from flask import Flask

app = Flask(__name__)
add_stats(app)
db = None


def get_db():
    global db
    db = connect()
    return db


@app.teardown_appcontext
def close_db(error):
    if db is not None:
        db.close()


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read():
    handle = get_db()
    return {"handle": handle.number, "tools": handle.count("tools")}


@app.get("/fail")
def fail():
    handle = get_db()
    raise RuntimeError(f"handle {handle.number} lost the table")


@app.get("/slow")
def slow():
    handle = get_db()
    return {"handle": handle.number, "tools": handle.slow_count("tools")}
