from hashlib import scrypt
from secrets import compare_digest, token_bytes
from typing import Annotated

from fastapi import FastAPI, HTTPException, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI()


class Credentials(BaseModel):
    email: str
    password: str


class NewMember(Credentials):
    name: str
    password: Annotated[str, Field(min_length=8)]


class Member(BaseModel):
    """What others may see: FastAPI cuts answers down to this type."""

    id: int
    name: str
    email: str


class StoredMember(Member):
    salt: bytes
    hash: bytes


members: dict[str, StoredMember] = {}


def hash_of(password: str, salt: bytes) -> bytes:
    # n is low, so that checks are quick; 2**17 is a safe one.
    return scrypt(password.encode(), salt=salt, n=2**10, r=8, p=1)


@app.exception_handler(RequestValidationError)
async def refuse(
    request: Request, error: RequestValidationError
) -> JSONResponse:
    # Not "input": it is what the client sent, the password too.
    errors = [
        {"field": e["loc"][-1], "problem": e["msg"]} for e in error.errors()
    ]
    return JSONResponse(
        {"errors": errors}, status.HTTP_422_UNPROCESSABLE_CONTENT
    )


@app.post("/members", status_code=status.HTTP_201_CREATED)
def join(new: NewMember) -> Member:
    if new.email in members:
        raise HTTPException(status.HTTP_409_CONFLICT, "This email is taken.")
    salt = token_bytes(16)
    member = StoredMember(
        id=len(members) + 1,
        name=new.name,
        email=new.email,
        salt=salt,
        hash=hash_of(new.password, salt),
    )
    members[member.email] = member
    return member


@app.get("/members", response_model=Member)
def list_members():
    return list(members.values())


@app.post("/login")
def login(sent: Credentials) -> Member:
    member = members.get(sent.email)
    if member is None or not compare_digest(
        member.hash, hash_of(sent.password, member.salt)
    ):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return member
