"""The sign on the Toolshed's door."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI()


@app.get("/home", response_class=PlainTextResponse)
def sign() -> str:
    return "Toolshed is open"
