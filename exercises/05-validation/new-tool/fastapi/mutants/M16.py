from typing import Annotated, Literal

from fastapi import FastAPI, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI()


class Tool(BaseModel):
    model_config = ConfigDict(
        strict=True, extra="forbid", str_strip_whitespace=True
    )

    name: Annotated[str, Field(min_length=1, max_length=40)]
    daily_fee: Annotated[float, Field(gt=0, le=500)]
    condition: Literal["new", "good", "worn"]
    tags: Annotated[list[str], Field(max_length=5)] = []


tools: list[Tool] = []


def refuse(problems: dict[str, str]) -> JSONResponse:
    """Answers 422 with every field of {"name": "is missing"}."""
    errors = [
        {"field": field, "problem": text} for field, text in problems.items()
    ]
    return JSONResponse(
        {"errors": errors}, status.HTTP_422_UNPROCESSABLE_CONTENT
    )


@app.exception_handler(RequestValidationError)
async def refuse_invalid(error: RequestValidationError) -> JSONResponse:
    # A location is ("body", "tags", 0): where it was, then the path.
    return refuse(
        {
            ".".join(map(str, e["loc"][1:])) or "body": e["msg"]
            for e in error.errors()
        }
    )


@app.get("/tools")
def list_tools() -> list[Tool]:
    return tools


@app.post("/tools", status_code=status.HTTP_201_CREATED)
def create_tool(tool: Tool) -> Tool:
    tools.append(tool)
    return tool
