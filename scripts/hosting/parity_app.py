"""A FastAPI app that uses much of what the framework has."""

import asyncio
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import (
    BackgroundTasks, Cookie, Depends, FastAPI, Form, Header, HTTPException, Query, Request, Response,
    UploadFile, WebSocket,
)  # fmt: skip
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import (
    FileResponse, HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse,
)  # fmt: skip
from pydantic import BaseModel


@asynccontextmanager
async def lifespan(app):
    yield {"started": True}


app = FastAPI(lifespan=lifespan)
app.add_middleware(CORSMiddleware, allow_origins=["http://x"])
app.add_middleware(GZipMiddleware)
inner = FastAPI()
app.mount("/mounted", inner)
seen = []


class Order(BaseModel):
    id: int
    lines: list[str]


def token(token: str = Query()):
    if token != "yes":
        raise HTTPException(401, "no token", {"WWW-Authenticate": "Bearer"})
    return token


@inner.get("/inner")
async def mounted(request: Request):
    return {"path": request.url.path, "root": request.scope["root_path"]}


@app.get("/")
def root():
    return {"hello": "world"}


@app.get("/items/{item_id}")
async def item(item_id: int, q: Annotated[list[str] | None, Query()] = None):
    return {"id": item_id, "q": q}


@app.get("/headers")
def headers(request: Request, x_token: Annotated[str | None, Header()] = None):
    given = {name: value for name, value in request.headers.items() if name != "host"}
    return {"token": x_token, "all": given, "version": request.scope["http_version"]}


@app.get("/cookies")
def cookies(response: Response, a: Annotated[str | None, Cookie()] = None):
    response.set_cookie("seen", a or "no", httponly=True)
    response.set_cookie("other", "1")
    return a


@app.get("/stream")
async def stream():
    async def parts():
        for number in range(5):
            yield f"{number}\n"
            await asyncio.sleep(0)

    return StreamingResponse(parts(), media_type="text/plain")


@app.get("/events")
async def events():
    async def parts():
        for number in range(3):
            yield f"id: {number}\ndata: {number}\n\n"

    return StreamingResponse(parts(), media_type="text/event-stream")


@app.get("/file")
def file():
    return FileResponse(__file__)


@app.get("/redirect")
def redirect():
    return RedirectResponse("/items/7")


@app.get("/boom")
def boom():
    raise ValueError("boom")


@app.get("/teapot")
def teapot():
    return JSONResponse({"short": "stout"}, 418, {"X-Tea": "yes"})


@app.get("/html")
def html():
    return HTMLResponse("<p>é</p>")


@app.get("/gzip")
def gzip():
    return {"text": "a" * 2000}


@app.get("/large")
def large():
    return Response(b"x" * 3_000_000, media_type="application/octet-stream")


@app.get("/none", status_code=204)
def none():
    return None


@app.get("/state")
def state(request: Request):
    return {"started": request.state.started}


@app.get("/dependency")
def dependency(token: Annotated[str, Depends(token)]):
    return token


@app.get("/background")
def background(tasks: BackgroundTasks):
    tasks.add_task(seen.append, "done")
    return "accepted"


@app.get("/background-seen")
def background_seen():
    return seen


@app.post("/orders", status_code=201)
def order(order: Order):
    return order


@app.post("/form")
def form(name: Annotated[str, Form()], age: Annotated[int, Form()]):
    return {"name": name, "age": age}


@app.post("/upload")
async def upload(f: UploadFile):
    return {"name": f.filename, "size": len(await f.read()), "type": f.content_type}


@app.post("/echo")
@app.put("/echo")
async def echo(request: Request):
    return Response(await request.body(), media_type="application/octet-stream")


@app.websocket("/ws/echo")
async def ws_echo(socket: WebSocket):
    offered = socket.scope["subprotocols"]
    await socket.accept(subprotocol=offered[-1] if offered else None)
    while (message := await socket.receive())["type"] == "websocket.receive":
        await socket.send({**message, "type": "websocket.send"})


@app.websocket("/ws/close")
async def ws_close(socket: WebSocket):
    await socket.accept()
    await socket.send_text("bye")
    await socket.close(4002, "enough")


@app.websocket("/ws/deny")
async def ws_deny(socket: WebSocket):
    await socket.close()


@app.websocket("/ws/denial")
async def ws_denial(socket: WebSocket):
    await socket.send_denial_response(JSONResponse({"no": "entry"}, 401))


@app.websocket("/ws/json")
async def ws_json(socket: WebSocket):
    await socket.accept()
    await socket.send_json({"heard": await socket.receive_json()})
    await socket.close()


@app.websocket("/ws/path/{number}")
async def ws_path(socket: WebSocket, number: int, q: str):
    await socket.accept()
    await socket.send_json({"number": number, "q": q})
    await socket.close()


@app.websocket("/ws/dependency")
async def ws_dependency(socket: WebSocket, q: int):
    await socket.accept()


@app.get("/{one}/{two:path}")
def paths(one: str, two: str, request: Request):
    return [one, two, request.url.path, request.scope["raw_path"].decode()]
