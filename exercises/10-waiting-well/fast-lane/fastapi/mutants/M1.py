from fastapi import FastAPI
from upstream import render

app = FastAPI()


@app.get("/ping")
async def ping():
    return {"pong": True}


@app.get("/thumb")
async def thumb(size: int):
    return render(size)
