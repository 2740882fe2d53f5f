"""A search that repeats what it was asked for."""

from typing import Annotated, Any

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/tools")
def search(
    tag: Annotated[list[str], Query(default_factory=list)],
    max: int = 10,
    available: bool | None = None,
) -> Any:
    if max < 1 or max > 100:
        return {"error": "max is from 1 to 100"}, 422
    return {"tags": tag, "max": max, "available": available}
