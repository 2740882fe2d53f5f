from hashlib import scrypt

from fastapi import Body, FastAPI, HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

app, members = FastAPI(), {}


class Member(BaseModel):
    id: int
    name: str
    email: str


def hash_of(email, password):  # n is low, so that checks are quick
    return scrypt(password.encode(), salt=email.encode(), n=2**10, r=8, p=1).hex()


@app.exception_handler(RequestValidationError)
def refuse(request, error):
    errors = [{"field": e["loc"][-1], "problem": e["msg"]} for e in error.errors()]
    return JSONResponse({"errors": errors}, status_code=422)


@app.post("/members", status_code=201, response_model=Member)
def join(name: str = Body(), email: str = Body(), password: str = Body(min_length=8)):
    if email in members:
        raise HTTPException(409, f"{members[email]} is a member already")
    member = {"id": len(members) + 1, "name": name, "email": email}
    members[email] = member | {"hash": hash_of(email, password)}
    return members[email]


@app.get("/members", response_model=list[Member])
def list_members():
    return list(members.values())


@app.post("/login", response_model=Member)
def login(email: str = Body(), password: str = Body()):
    if email not in members or members[email]["hash"] != hash_of(email, password):
        raise HTTPException(401)
    return members[email]
