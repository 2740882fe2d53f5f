import asyncio

from fastapi import FastAPI
from upstream import render

app = FastAPI()


@app.get("/ping")
async def ping():
    return {"pong": True}


@app.get("/thumb")
async def thumb(size: int):
    job = asyncio.create_task(asyncio.to_thread(render, size))
    picture = job.result()["picture"] if job.done() else None
    return {"picture": picture, "size": size}
