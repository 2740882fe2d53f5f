"""Members log in with JSON."""

from fastapi import FastAPI, HTTPException, Request, status

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
async def login(request: Request) -> dict[str, str]:
    sent = await request.json()
    username, password = sent["username"], sent["password"]
    if PASSWORDS.get(username) != password:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": username}
