import asyncio

from fastapi import FastAPI
from upstream import aget_json

app = FastAPI()
lock = asyncio.Lock()


@app.get("/slow")
async def slow():
    async with lock:
        answer = await aget_json("/wait")
    return {"ok": True, "ticket": answer["ticket"]}
