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
        if len({line.tool for line in lines}) < len(lines):
            raise ValueError("names a tool twice")
        return lines


@app.exception_handler(RequestValidationError)
async def refuse(request: Request, error: RequestValidationError):
    # "loc" is ("body", "lines", 1, "days"): where the value was, then the path to it.
    errors = [
        {"field": ".".join(map(str, e["loc"][1:])), "problem": e["msg"]} for e in error.errors()
    ]
    return JSONResponse({"errors": errors}, status_code=422)


def add_up(lines: list[Line], days: list[int] = []):
    for line in lines:
        days.append(line.days)
    return sum(days)


@app.post("/orders", status_code=201)
def create_order(order: Order):
    return {"total_days": add_up(order.lines)}
