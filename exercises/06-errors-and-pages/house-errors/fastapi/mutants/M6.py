from fastapi import FastAPI, HTTPException, Request
from starlette.exceptions import HTTPException as StarletteHTTPException

app = FastAPI()


@app.get("/keys")
def keys():
    return {"keys": 3}


@app.get("/vault")
def vault():
    raise HTTPException(403, "access denied")


@app.exception_handler(StarletteHTTPException)
async def answer_error(request: Request, error: StarletteHTTPException):
    return {"error": error.detail}
