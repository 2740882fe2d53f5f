import logging

from fastapi import FastAPI

app = FastAPI(debug=True)
log = logging.getLogger("toolshed")


def fetch(number):
    if number > 9:
        raise RuntimeError(
            f"no report {number} at archive://clerk:open-sesame@10.0.0.7"
        )
    return {"report": number, "per_day": 365 // number}


@app.get("/report/{number}")
def report(number: int):
    return fetch(number)
