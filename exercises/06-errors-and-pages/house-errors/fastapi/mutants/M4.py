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
    if "text/html" in request.headers.get("Accept", ""):
        return HTMLResponse("<h1>Access denied</h1>", 403)
    return JSONResponse({"error": "access denied"}, 403)
