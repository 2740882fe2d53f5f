"""Members log in with JSON."""

from fastapi import FastAPI, HTTPException, status
from pydantic import BaseModel

app = FastAPI()

PASSWORDS = {"ada": "spanner-7", "bo": "left & right", "cem": "1+1=2"}


# ____  Your lines go here.
