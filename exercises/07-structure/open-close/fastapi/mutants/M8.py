from typing import Annotated

from fakedb import Handle, add_stats, connect
from fastapi import Depends, FastAPI

app = FastAPI()
add_stats(app)
db = None


def open_db():
    global db
    db = connect()
    try:
        yield db
    finally:
        db.close()


Database = Annotated[Handle, Depends(open_db)]


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read(db: Database):
    return {"handle": db.number, "tools": db.count("tools")}


@app.get("/fail")
def fail(db: Database):
    raise RuntimeError(f"handle {db.number} lost the table")


@app.get("/slow")
def slow(db: Database):
    return {"handle": db.number, "tools": db.slow_count("tools")}
