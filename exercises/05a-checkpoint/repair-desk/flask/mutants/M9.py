from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)


@dataclass
class Member:
    name: str
    locker: int
    password: str

    def shown(self) -> dict[str, Any]:
        """What others may see: a field stays inside until it is named here."""
        return {"name": self.name, "locker": self.locker}


members: dict[str, Member] = {}


@app.post("/members")
def join() -> ResponseReturnValue:
    new = request.get_json()
    if new["name"] in members:
        abort(409)
    member = Member(new["name"], new["locker"], new["password"])
    members[member.name] = member
    return member.shown(), 201, {"Location": f"/members/{member.name}"}


@app.get("/members/<name>")
def read_member(name: str) -> ResponseReturnValue:
    if name not in members:
        abort(404)
    return members[name].shown()


@app.post("/login")
def login() -> ResponseReturnValue:
    sent = request.get_json()
    name, password = sent.get("name"), sent.get("password")
    # A stranger has no password either: None must not meet None below.
    if not isinstance(name, str) or not isinstance(password, str):
        abort(400)
    member = members.get(name)
    if member is None or member.password == password:
        abort(401)
    return {"welcome": name}
