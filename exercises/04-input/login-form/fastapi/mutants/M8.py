"""Members log in with a form."""

from typing import Annotated

from fastapi import FastAPI, Form, HTTPException, status
from pydantic import BaseModel

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


class Login(BaseModel):
    username: str
    password: str


@app.post("/login")
def login(
    form: Annotated[Login, Form()],
) -> dict[str, str]:
    if PASSWORDS.get(form.username) != form.password:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": form.username}
