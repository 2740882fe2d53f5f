"""The sign on the Toolshed's door."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/", response_class="PlainTextResponse")
def sign() -> str:
    return "Toolshed is open"
