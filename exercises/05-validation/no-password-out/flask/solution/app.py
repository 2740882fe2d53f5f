from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
COST = "scrypt:1024:8:1"  # low, for quick checks; werkzeug's own is safe


@dataclass
class Member:
    id: int
    name: str
    email: str
    hash: str

    def shown(self) -> dict[str, Any]:
        """What others may see; a new field stays inside until named here."""
        return {"id": self.id, "name": self.name, "email": self.email}


members: dict[str, Member] = {}


@app.post("/members")
def join() -> ResponseReturnValue:
    new = request.get_json()
    if len(new["password"]) < 8:
        problem = "has at least 8 characters"
        return {"errors": [{"field": "password", "problem": problem}]}, 422
    if new["email"] in members:
        return {"errors": [{"field": "email", "problem": "is taken"}]}, 409
    hashed = generate_password_hash(new["password"], COST)
    member = Member(len(members) + 1, new["name"], new["email"], hashed)
    members[member.email] = member
    return member.shown(), 201


@app.get("/members")
def list_members() -> ResponseReturnValue:
    return [member.shown() for member in members.values()]


@app.post("/login")
def login() -> ResponseReturnValue:
    sent = request.get_json()
    member = members.get(sent["email"])
    if member is None or not check_password_hash(
        member.hash, sent["password"]
    ):
        abort(401)
    return member.shown()
