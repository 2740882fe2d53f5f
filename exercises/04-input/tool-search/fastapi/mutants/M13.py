"""A search that repeats what it was asked for."""

from typing import Annotated, Any

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/tools")
def search(
    tag: Annotated[list[str], Query(default_factory=list)],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    available: bool | None = None,
) -> dict[str, Any]:
    return {"tags": tag, "max": limit, "available": available}
