"""Members by their name."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/members/{name}")
def member(name: int) -> dict[str, int]:
    return {"who": name}


@app.get("/members/me")
def current_member() -> dict[str, str]:
    return {"who": "current"}
