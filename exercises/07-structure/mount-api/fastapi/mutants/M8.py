from fastapi import APIRouter, FastAPI

app = FastAPI()
tools = APIRouter(prefix="/tools")
members = APIRouter(prefix="/members")


@tools.get("/")
def list_tools():
    return {"tools": ["drill", "ladder"]}


@tools.get("/{tool_id}")
def read_tool(tool_id: int):
    return {"id": tool_id}


@members.get("/")
def list_members():
    return {"members": ["Ada", "Grace"]}


@app.get("/healthz")
def healthz():
    return {"ok": True}


app.include_router(tools, prefix="/api/v1")
app.include_router(members, prefix="/api/v1")
