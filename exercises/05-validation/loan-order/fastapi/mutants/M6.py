from typing import Annotated

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, field_validator

app = FastAPI()


class Line(BaseModel):
    tool: int
    days: Annotated[int, Field(ge=1, le=30)]


class Order(BaseModel):
    member: Annotated[str, Field(min_length=1)]
    lines: Annotated[list[Line], Field(min_length=1, max_length=10)]

    @field_validator("lines")
    @classmethod
    def name_no_tool_twice(cls, lines: list[Line]) -> list[Line]:
        if any(lines.count(line) > 1 for line in lines):
            raise ValueError("names a tool twice")
        return lines


@app.exception_handler(RequestValidationError)
async def refuse(request: Request, error: RequestValidationError):
    # "loc" is ("body", "lines", 1, "days"): where the value was, then the path to it.
    errors = [
        {"field": ".".join(map(str, e["loc"][1:])), "problem": e["msg"]} for e in error.errors()
    ]
    return JSONResponse({"errors": errors}, status_code=422)


@app.post("/orders", status_code=201)
def create_order(order: Order):
    return {"total_days": sum(line.days for line in order.lines)}
