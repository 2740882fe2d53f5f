from typing import Annotated, Literal

from fastapi import FastAPI, status
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI()


class Tool(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1, max_length=40)]
    daily_fee: Annotated[float, Field(gt=0, le=500)]
    condition: Literal["new", "good", "worn"]
    tags: Annotated[list[str], Field(max_length=5)] = []


tools: list[Tool] = []


@app.get("/tools")
def list_tools() -> list[Tool]:
    return tools


@app.post("/tools", status_code=status.HTTP_201_CREATED)
def create_tool(tool: Tool) -> Tool:
    tools.append(tool)
    return tool
