from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

app = FastAPI()


@app.get("/keys")
def keys() -> dict[str, int]:
    return {"keys": 3}


@app.get("/vault")
def vault() -> None:
    raise HTTPException(403, "access denied")


@app.exception_handler(StarletteHTTPException)
def answer_error(error):
    return JSONResponse(
        {"error": error.detail}, error.status_code, error.headers
    )
