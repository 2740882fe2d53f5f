from fastapi import FastAPI, Request
from upstream import get_json

app = FastAPI()


@app.middleware("http")
async def number(request: Request, call_next):
    # The caller's number, if it is fit, else a new one: keep it until the end.
    return await call_next(request)


@app.get("/ping")
def ping():
    return {"pong": True}


@app.get("/slow")
def slow():
    return get_json("/wait")


@app.get("/fail")
def fail():
    raise RuntimeError("the shelf gave way")
