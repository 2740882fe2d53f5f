from typing import Annotated

from fastapi import Body, FastAPI, HTTPException, Response, status
from pydantic import BaseModel

app = FastAPI()


class Member(BaseModel):
    """What others may see: FastAPI cuts answers down to this type."""

    name: str
    locker: int


class StoredMember(Member):
    password: str


members: dict[str, StoredMember] = {}


@app.post("/members", status_code=status.HTTP_201_CREATED)
def join(
    response: Response,
    name: Annotated[str, Body()],
    locker: Annotated[int, Body()],
    password: Annotated[str, Body()],
) -> Member:
    if name in members:
        raise HTTPException(status.HTTP_409_CONFLICT)
    members[name] = StoredMember(name=name, locker=locker, password=password)
    response.headers["Location"] = f"/members/{name}"
    return members[name]


@app.get("/members/{name}")
def read_member(name: str) -> Member:
    if name not in members:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    return members[name]


# Two Body() parameters, no model: FastAPI's 422 would repeat a model's input.
@app.post("/login")
def login(
    name: Annotated[str, Body()], password: Annotated[str, Body()]
) -> dict[str, str]:
    member = members.get(name)
    if member is None or member.password == password:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return {"welcome": name}
