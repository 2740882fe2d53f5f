from hashlib import scrypt

from fastapi import Body, FastAPI, HTTPException

app, members = FastAPI(), {}


def hash_of(email, password):  # n is low, so that checks are quick
    return scrypt(password.encode(), salt=email.encode(), n=2**10, r=8, p=1).hex()


@app.post("/members", status_code=201)
def join(name: str = Body(), email: str = Body(), password: str = Body(min_length=8)):
    if email in members:
        raise HTTPException(409, members[email])
    member = {"id": len(members) + 1, "name": name, "email": email}
    members[email] = member | {"hash": hash_of(email, password)}
    return members[email]


@app.get("/members")
def list_members():
    return list(members.values())


@app.post("/login")
def login(email: str = Body(), password: str = Body()):
    if email not in members or members[email]["hash"] != hash_of(email, password):
        raise HTTPException(401)
    return members[email]
