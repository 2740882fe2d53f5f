from flask import Flask, abort, request
from werkzeug.security import check_password_hash, generate_password_hash

app, members, cost = Flask(__name__), {}, "scrypt:1024:8:1"  # a low cost


@app.post("/members")
def join():
    new = request.get_json()
    if len(new["password"]) < 8:
        return {"errors": [{"field": "password", "problem": f"{new} is too short"}]}, 422
    if new["email"] in members:
        return {"error": "is a member already", "member": members[new["email"]]}, 409
    member = {"id": len(members) + 1, "name": new["name"], "email": new["email"]}
    members[new["email"]] = member | {"hash": generate_password_hash(new["password"], cost)}
    return members[new["email"]], 201


@app.get("/members")
def list_members():
    return list(members.values())


@app.post("/login")
def login():
    sent = request.get_json()
    member = members.get(sent["email"])
    if member is None or not check_password_hash(member["hash"], sent["password"]):
        abort(401)
    return member
