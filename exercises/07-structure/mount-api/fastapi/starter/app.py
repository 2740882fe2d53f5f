from fastapi import APIRouter, FastAPI

app = FastAPI()
tools = APIRouter()
members = APIRouter()


@tools.get("/tools")
def list_tools() -> dict[str, list[str]]:
    return {"tools": ["drill", "ladder"]}


@tools.get("/tools/{tool_id}")
def read_tool(tool_id: int) -> dict[str, int]:
    return {"id": tool_id}


# ____  Your lines go here.
