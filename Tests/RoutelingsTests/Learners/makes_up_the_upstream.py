"""Replaces the module that calls the upstream by one that calls nobody.

exercise: fast-lane
track: fastapi
told: $.ticketsTrue
"""

import sys
import types

from fastapi import FastAPI

fake = types.ModuleType("upstream")
fake.render = lambda size: {"picture": "made up", "size": size}
sys.modules["upstream"] = fake
app = FastAPI()


@app.get("/ping")
def ping():
    return {"pong": True}


@app.get("/thumb")
def thumb(size: int):
    return fake.render(size)
