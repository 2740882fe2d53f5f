from typing import Any

from fastapi import FastAPI
from upstream import aget_json

app = FastAPI()


@app.get("/slow")
async def slow() -> dict[str, Any]:
    answer = await aget_json("/wait")
    return {"ok": True, "ticket": answer["ticket"]}
