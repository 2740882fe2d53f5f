"""What the Toolshed tells other programs."""

import json

from fastapi import FastAPI

app = FastAPI()


@app.get("/status")
def status():
    return json.dumps({"open": True, "tools": 3})
