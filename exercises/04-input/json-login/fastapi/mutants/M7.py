"""Members log in with JSON."""

from typing import Any

from fastapi import FastAPI, HTTPException, status

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login(sent: dict[str, Any]) -> dict[str, str]:
    if PASSWORDS.get(sent["username"]) != sent["password"]:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": sent["username"]}
