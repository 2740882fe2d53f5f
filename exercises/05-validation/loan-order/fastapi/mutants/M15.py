from typing import Annotated

from fastapi import FastAPI, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, field_validator

app = FastAPI()


class Line(BaseModel):
    model_config = ConfigDict(strict=True)

    tool: int
    days: Annotated[int, Field(ge=1, le=30)]


class Order(BaseModel):
    member: Annotated[str, Field(min_length=1)]
    lines: Annotated[list[Line], Field(min_length=1, max_length=9)]

    @field_validator("lines")
    @classmethod
    def name_no_tool_twice(cls, lines: list[Line]) -> list[Line]:
        if len({line.tool for line in lines}) < len(lines):
            raise ValueError("names a tool twice")
        return lines


@app.exception_handler(RequestValidationError)
async def refuse(
    request: Request, error: RequestValidationError
) -> JSONResponse:
    # "loc" is ("body", "lines", 1, "days"): where it was, then the path.
    errors = [
        {
            "field": ".".join(map(str, e["loc"][1:])) or "body",
            "problem": e["msg"],
        }
        for e in error.errors()
    ]
    return JSONResponse(
        {"errors": errors}, status.HTTP_422_UNPROCESSABLE_CONTENT
    )


@app.post("/orders", status_code=status.HTTP_201_CREATED)
def create_order(order: Order) -> dict[str, int]:
    return {"total_days": sum(line.days for line in order.lines)}
