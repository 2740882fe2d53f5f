from flask import Flask, abort, request
from werkzeug.security import check_password_hash, generate_password_hash

app, members, cost = Flask(__name__), {}, "scrypt:1024:8:1"  # low, so that checks are quick


def public(member):
    return {"id": member["id"], "name": member["name"], "email": member["email"]}


@app.post("/members")
def join():
    new = request.get_json()
    if len(new["password"]) < 8:
        return {"errors": [{"field": "password", "problem": "has fewer than 8 characters"}]}, 422
    if new["email"] in members:
        return {"error": "is a member already"}, 409
    member = {"id": len(members) + 1, "name": new["name"], "email": new["email"]}
    members[new["email"]] = member | {"hash": generate_password_hash(new["password"], cost)}
    return new | {"id": member["id"]}, 201


@app.get("/members")
def list_members():
    return [public(member) for member in members.values()]


@app.post("/login")
def login():
    sent = request.get_json()
    member = members.get(sent["email"])
    if member is None or not check_password_hash(member["hash"], sent["password"]):
        abort(401)
    return public(member)
