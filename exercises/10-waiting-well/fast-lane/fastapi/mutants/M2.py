import asyncio

from fastapi import FastAPI
from upstream import render

app = FastAPI()


@app.get("/ping")
async def ping():
    return {"pong": True}


async def render_async(size):
    return render(size)


@app.get("/thumb")
async def thumb(size: int):
    return await asyncio.create_task(render_async(size))
