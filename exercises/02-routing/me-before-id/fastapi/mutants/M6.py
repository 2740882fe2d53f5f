"""Members by their name."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/members/me/")
def current_member() -> dict[str, str]:
    return {"who": "current"}


@app.get("/members/{name}")
def member(name: str) -> dict[str, str]:
    return {"who": name}
