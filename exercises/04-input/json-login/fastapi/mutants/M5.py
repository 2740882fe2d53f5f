"""Members log in with JSON."""

from fastapi import FastAPI, HTTPException, Request, status
from pydantic import BaseModel, ValidationError

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


class Credentials(BaseModel):
    username: str
    password: str


@app.post("/login")
async def login(request: Request) -> dict[str, str]:
    try:
        sent = Credentials.model_validate_json(await request.body())
    except ValidationError:
        raise HTTPException(status.HTTP_400_BAD_REQUEST) from None
    if PASSWORDS.get(sent.username) != sent.password:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": sent.username}
