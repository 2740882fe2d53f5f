"""Members by their name."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/members/{name}")
async def member(name: str) -> dict[str, str]:
    return {"who": name}


@app.get("/members/me")
async def current_member() -> dict[str, str]:
    return {"who": "current"}
