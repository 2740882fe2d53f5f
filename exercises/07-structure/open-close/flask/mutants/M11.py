from fakedb import Handle, add_stats, connect
from flask import Flask, g

app = Flask(__name__)
add_stats(app)


def get_db() -> Handle:
    if "db" not in g:
        g.db = connect()
    db: Handle = g.db
    return db


@app.teardown_appcontext
def close_db(error: BaseException | None) -> None:
    g.db.close()


@app.get("/healthz")
def healthz() -> dict[str, bool]:
    return {"ok": True}


@app.get("/read")
def read() -> dict[str, int]:
    db = get_db()
    return {"handle": db.number, "tools": db.count("tools")}


@app.get("/fail")
def fail() -> dict[str, int]:
    db = get_db()
    raise RuntimeError(f"handle {db.number} lost the table")


@app.get("/slow")
def slow() -> dict[str, int]:
    db = get_db()
    return {"handle": db.number, "tools": db.slow_count("tools")}
