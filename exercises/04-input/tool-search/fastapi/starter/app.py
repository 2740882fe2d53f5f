"""A search that repeats what it was asked for."""

from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/tools")
def search():
    # Make parameters of these three, with types, defaults and bounds.
    tag = []
    max = 10
    available = None
    return {"tags": tag, "max": max, "available": available}
