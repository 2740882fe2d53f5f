"""Members log in with JSON."""

from fastapi import FastAPI, HTTPException, status
from pydantic import BaseModel

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


class Credentials(BaseModel):
    username: str
    password: str


@app.post("/login")
def login(
    sent: Credentials | None = None,
    username: str = "",
    password: str = "",
) -> dict[str, str]:
    if sent is not None:
        username, password = sent.username, sent.password
    if PASSWORDS.get(username) != password:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": username}
