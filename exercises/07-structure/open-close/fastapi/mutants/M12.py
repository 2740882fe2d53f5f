from collections.abc import Iterator
from typing import Annotated

from fakedb import Handle, add_stats, connect
from fastapi import Depends, FastAPI

app = FastAPI()
add_stats(app)


def open_db() -> Iterator[Handle]:
    db = connect()
    try:
        yield db
    except Exception:
        db.close()
        raise


Database = Annotated[Handle, Depends(open_db)]


@app.get("/healthz")
def healthz() -> dict[str, bool]:
    return {"ok": True}


@app.get("/read")
def read(db: Database) -> dict[str, int]:
    return {"handle": db.number, "tools": db.count("tools")}


@app.get("/fail")
def fail(db: Database) -> None:
    raise RuntimeError(f"handle {db.number} lost the table")


@app.get("/slow")
def slow(db: Database) -> dict[str, int]:
    return {"handle": db.number, "tools": db.slow_count("tools")}
