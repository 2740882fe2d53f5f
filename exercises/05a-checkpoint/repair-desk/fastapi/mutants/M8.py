from fastapi import Body, FastAPI, HTTPException

app, members = FastAPI(), {}


@app.post("/members", status_code=201)
def join(name: str = Body(), locker: int = Body(), password: str = Body()):
    if name in members:
        raise HTTPException(409)
    members[name] = {"name": name, "locker": locker, "password": password}
    return {"name": name, "locker": locker}


@app.get("/members/{name}")
def read_member(name: str):
    if name not in members:
        raise HTTPException(404)
    return {"name": name, "locker": members[name]["locker"]}


@app.post("/login")
def login(name: str = Body(), password: str = Body()):
    if members.get(name, {}).get("password") != password:
        raise HTTPException(401)
    return {"welcome": name}
