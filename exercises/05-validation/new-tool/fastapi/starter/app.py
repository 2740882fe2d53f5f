from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel

app = FastAPI()
tools: list["Tool"] = []


class Tool(BaseModel):  # types only: the rules are missing
    name: str
    daily_fee: float
    condition: str
    tags: list[str]


def refuse(problems: dict[str, str]) -> JSONResponse:
    """Answers 422 with every field of {"name": "is missing"}."""
    errors = [{"field": f, "problem": p} for f, p in problems.items()]
    return JSONResponse({"errors": errors}, status_code=422)


@app.get("/tools")
def list_tools():
    return tools


@app.post("/tools", status_code=201)
def create_tool(tool: Tool):
    tools.append(tool)
    return tool
