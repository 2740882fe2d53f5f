"""The sign on the Toolshed's door."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI()


@app.get("/", response_class=PlainTextResponse)
def sign() -> str:
    print("Toolshed is open")
