"""Members log in with a form."""

from typing import Annotated

from fastapi import Body, FastAPI, Form, HTTPException

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


# This answers with what it was told, whoever it was, and takes no forms.
@app.post("/login")
def login(
    username: Annotated[str, Body()],
    password: Annotated[str, Body()],
):
    return {"username": username, "password": password}
