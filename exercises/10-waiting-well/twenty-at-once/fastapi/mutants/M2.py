from secrets import token_hex

from fastapi import FastAPI

app = FastAPI()


@app.get("/slow")
async def slow():
    return {"ok": True, "ticket": token_hex(4)}
