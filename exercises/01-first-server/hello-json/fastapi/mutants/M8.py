"""What the Toolshed tells other programs."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/status")
def status():
    return {"open", True, "tools", 3}
