"""Members log in with a form."""

from typing import Annotated

from fastapi import FastAPI, Form

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login(
    username: Annotated[str, Form()],
    password: Annotated[str, Form()],
):
    if PASSWORDS.get(username) != password:
        return {"error": "wrong name or password"}, 401
    return {"welcome": username}
