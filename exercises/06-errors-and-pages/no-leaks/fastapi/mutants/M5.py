import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()
log = logging.getLogger("toolshed")


def fetch(number):
    if number > 9:
        raise RuntimeError(f"no report {number} at archive://clerk:open-sesame@10.0.0.7")
    return {"report": number, "per_day": 365 // number}


@app.get("/report/{number}")
def report(number: int, request: Request):
    try:
        return fetch(number)
    except RuntimeError:
        ref = request.headers.get("X-Request-ID", "none")
        log.exception("ref %s", ref)
        return JSONResponse({"error": "internal", "ref": ref}, 500)
