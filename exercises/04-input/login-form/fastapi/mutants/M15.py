"""Members log in with a form."""

from typing import Annotated

from fastapi import FastAPI, Form, HTTPException, status

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login(
    username: Annotated[str, Form()],
    password: Annotated[str, Form()],
):
    if PASSWORDS.get(username) != password:
        return HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": username}
