"""Members log in with JSON."""

from typing import Any

from fastapi import FastAPI, HTTPException, status
from pydantic import BaseModel

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


class Credentials(BaseModel):
    username: Any
    password: Any


@app.post("/login")
def login(sent: Credentials) -> dict[str, str]:
    if sent.username is None or sent.password is None:
        raise HTTPException(status.HTTP_400_BAD_REQUEST)
    if PASSWORDS.get(sent.username) != sent.password:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": sent.username}
