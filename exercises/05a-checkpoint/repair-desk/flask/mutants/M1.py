from flask import Flask, abort, request

app, members = Flask(__name__), {}


@app.post("/members")
def join():
    new = request.get_json()
    if new["name"] in members:
        abort(409)
    members[new["name"]] = new
    shown = {"name": new["name"], "locker": new["locker"]}
    return shown, 201, {"Location": "/members/{new['name']}"}


@app.get("/members/<name>")
def read_member(name):
    if name not in members:
        abort(404)
    return {"name": name, "locker": members[name]["locker"]}


@app.post("/login")
def login():
    sent = request.get_json()
    name, password = sent.get("name"), sent.get("password")
    if not isinstance(name, str) or not isinstance(password, str):
        abort(400)
    if members.get(name, {}).get("password") != password:
        abort(401)
    return {"welcome": name}
