from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse
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
    accept = request.headers.get("Accept", "application/json")
    if "application/json" not in accept:
        page = f"<h1>{error.detail.capitalize()}</h1>"
        return HTMLResponse(page, error.status_code)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)
