from fastapi import APIRouter, FastAPI

app = FastAPI()
tools = APIRouter(prefix="/api/v1")
members = APIRouter(prefix="/api/v1")


@tools.get("/tools")
def list_tools():
    return {"tools": ["drill", "ladder"]}


@tools.get("/tools/{tool_id}")
def read_tool(tool_id: int):
    return {"id": tool_id}


@members.get("/members")
def list_members():
    return {"members": ["Ada", "Grace"]}


@app.get("/healthz")
def healthz():
    return {"ok": True}
