from fakedb import add_stats, connect
from fastapi import FastAPI, Request

app = FastAPI()
add_stats(app)


@app.middleware("http")
async def open_db(request: Request, call_next):
    request.state.db = connect()
    try:
        return await call_next(request)
    finally:
        request.state.db.close()


@app.get("/healthz")
def healthz():
    return {"ok": True}


@app.get("/read")
def read(request: Request):
    return {"handle": request.state.db.number, "tools": request.state.db.count("tools")}


@app.get("/fail")
def fail(request: Request):
    raise RuntimeError(f"handle {request.state.db.number} lost the table")


@app.get("/slow")
def slow(request: Request):
    return {"handle": request.state.db.number, "tools": request.state.db.slow_count("tools")}
