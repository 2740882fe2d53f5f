"""Members log in with JSON."""

from fastapi import FastAPI, HTTPException, status

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
def login(username: str, password: str) -> dict[str, str]:
    if PASSWORDS.get(username) != password:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": username}
