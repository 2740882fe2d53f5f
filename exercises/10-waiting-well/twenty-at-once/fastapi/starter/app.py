from fastapi import FastAPI
from upstream import get_json

app = FastAPI()


@app.get("/slow")
async def slow():
    answer = get_json("/wait")
    return {"ok": True, "ticket": answer["ticket"]}
