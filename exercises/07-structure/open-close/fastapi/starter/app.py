from fakedb import add_stats, connect
from fastapi import FastAPI

app = FastAPI()
add_stats(app)
db = connect()  # one for everybody


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read():
    return {"handle": db.number, "tools": db.count("tools")}


@app.get("/fail")
def fail():
    raise RuntimeError(f"handle {db.number} lost the table")


@app.get("/slow")
def slow():
    return {"handle": db.number, "tools": db.slow_count("tools")}
