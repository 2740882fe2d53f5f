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


@members.get("/members")
def list_members() -> dict[str, list[str]]:
    return {"members": ["Ada", "Grace"]}


@app.get("/healthz")
def healthz() -> dict[str, bool]:
    return {"ok": True}


app.include_router(tools, prefix="/api/v1")
app.include_router(members, prefix="/api/v1")
