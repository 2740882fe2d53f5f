"""What the Toolshed tells other programs."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/status")
def status() -> dict[str, bool | int]:
    return {"open": True, "tools": 3}
