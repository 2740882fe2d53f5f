"""Members log in with JSON."""

from fastapi import FastAPI, HTTPException, Request, status

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


@app.post("/login")
async def login(request: Request) -> dict[str, str]:
    try:
        sent = await request.json()
    except ValueError:
        raise HTTPException(status.HTTP_400_BAD_REQUEST) from None
    if PASSWORDS.get(sent.get("username")) != sent.get("password"):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": sent.get("username")}
