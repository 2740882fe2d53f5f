from fakedb import add_stats, connect
from flask import Flask

app = Flask(__name__)
add_stats(app)


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read():
    db = connect()
    answer = {"handle": db.number, "tools": db.count("tools")}
    db.close()
    return answer


@app.get("/fail")
def fail():
    db = connect()
    if db.count("tools"):
        raise RuntimeError(f"handle {db.number} lost the table")
    db.close()


@app.get("/slow")
def slow():
    db = connect()
    answer = {"handle": db.number, "tools": db.slow_count("tools")}
    db.close()
    return answer
