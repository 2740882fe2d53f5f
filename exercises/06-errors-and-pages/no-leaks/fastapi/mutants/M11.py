import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()
log = logging.getLogger("toolshed")


def fetch(number: int) -> dict[str, int]:
    if number > 9:
        raise RuntimeError(
            f"no report {number} at archive://clerk:open-sesame@10.0.0.7"
        )
    return {"report": number, "per_day": 365 // number}


@app.get("/report/{number}")
def report(number: int) -> dict[str, int]:
    return fetch(number)


@app.exception_handler(Exception)
async def answer_failure(request: Request, error: Exception) -> JSONResponse:
    ref = request.header.get("X-Request-ID", "none")
    log.error("ref %s", ref, exc_info=error)
    return JSONResponse({"error": "internal", "ref": ref}, 500)
