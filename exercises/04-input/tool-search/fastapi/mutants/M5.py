"""A search that repeats what it was asked for."""

from typing import Annotated, Any

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/tools")
def search(
    tag: Annotated[list[str], Query(default_factory=list)],
    max: Annotated[int, Query(ge=1, le=100)] = 10,
    available: str | None = None,
) -> dict[str, Any]:
    return {"tags": tag, "max": max, "available": None if available is None else bool(available)}
