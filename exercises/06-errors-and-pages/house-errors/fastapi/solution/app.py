from html import escape

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

app = FastAPI()


@app.get("/keys")
def keys() -> dict[str, int]:
    return {"keys": 3}


@app.get("/vault")
def vault() -> None:
    raise HTTPException(403, "access denied")


@app.exception_handler(StarletteHTTPException)
async def answer_error(
    request: Request, error: StarletteHTTPException
) -> Response:
    if "text/html" in request.headers.get("Accept", ""):
        page = f"<!doctype html><h1>{escape(error.detail.capitalize())}</h1>"
        return HTMLResponse(page, error.status_code, error.headers)
    return JSONResponse(
        {"error": error.detail}, error.status_code, error.headers
    )
