from fakedb import add_stats, connect
from fastapi import FastAPI

app = FastAPI()
add_stats(app)


def open_db():
    db = connect()
    try:
        yield db
    finally:
        db.close()


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read(db=open_db):
    return {"handle": db.number, "tools": db.count("tools")}


@app.get("/fail")
def fail(db=open_db):
    raise RuntimeError(f"handle {db.number} lost the table")


@app.get("/slow")
def slow(db=open_db):
    return {"handle": db.number, "tools": db.slow_count("tools")}
