"""Members log in with JSON."""

from typing import Annotated

from fastapi import FastAPI, Form, HTTPException
from pydantic import BaseModel

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


# Read both from JSON: a model says what it is to look like.
@app.post("/login")
def login(
    username: Annotated[str, Form()],
    password: Annotated[str, Form()],
):
    if PASSWORDS.get(username) != password:
        raise HTTPException(401)
    return {"welcome": username}
