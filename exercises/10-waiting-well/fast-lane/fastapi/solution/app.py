import asyncio
from typing import Any

from fastapi import FastAPI
from upstream import render

app = FastAPI()


@app.get("/ping")
async def ping() -> dict[str, bool]:
    return {"pong": True}


@app.get("/thumb")
async def thumb(size: int) -> dict[str, Any]:
    return await asyncio.to_thread(render, size)
