"""Tools at one address."""

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Tool(BaseModel):
    name: str
    tag: str


tools = [
    Tool(name="Rake", tag="garden"),
    Tool(name="Drill", tag="power"),
    Tool(name="Hoe", tag="garden"),
]


# ____  Your lines go here.
