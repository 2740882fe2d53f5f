import re
from uuid import uuid4

from fastapi import Depends, FastAPI, Request, Response
from upstream import get_json


def number(request: Request, response: Response):
    given = request.headers.get("X-Request-ID", "")
    response.headers["X-Request-ID"] = (
        given if re.fullmatch("[A-Za-z0-9-]{1,64}", given) else str(uuid4())
    )


app = FastAPI(dependencies=[Depends(number)])


@app.get("/ping")
def ping():
    return {"pong": True}


@app.get("/slow")
def slow():
    return get_json("/wait")


@app.get("/fail")
def fail():
    raise RuntimeError("the shelf gave way")
