"""The sign on the Toolshed's door."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI()


@app.get("/{path:path}", response_class=PlainTextResponse)
def sign(path: str) -> str:
    return "Toolshed is open"
