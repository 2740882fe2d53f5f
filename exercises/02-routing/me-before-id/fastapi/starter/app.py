"""Members by their name."""

from fastapi import FastAPI

app = FastAPI()


# One of these two gets the other's requests.
@app.get("/members/{name}")
def member(name: str) -> dict[str, str]:
    return {"who": name}


@app.get("/members/me")
def current_member() -> dict[str, str]:
    return {"who": "current"}
