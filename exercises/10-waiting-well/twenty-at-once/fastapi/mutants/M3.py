from fastapi import FastAPI
from upstream import aget_json

app = FastAPI()


@app.get("/slow")
async def slow():
    answer = aget_json("/wait")
    return {"ok": True, "ticket": answer["ticket"]}
