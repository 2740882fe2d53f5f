"""Small apps that a nursery builds and calls, once for all workers that it forks afterwards.

A framework imports and prepares much at its first model, its first route and its first requests
only. What a rehearsal has been through no worker has to go through again: of a FastAPI app of one
model that is three quarters of the time to load it. Nothing here starts a thread, for the nursery
forks.
"""

import asyncio
import contextlib
import gc
import importlib
import io
import json
import sys
from typing import Annotated, Literal


def run():
    """Rehearses each framework that is imported; what is there then the collector leaves alone."""
    for module, rehearse in (("fastapi", fastapi), ("flask", flask)):
        if module in sys.modules:
            try:
                rehearse()
            except Exception:  # another version of it: then workers go through it themselves
                pass
    gc.collect()
    gc.freeze()


def fastapi():
    from fastapi import FastAPI, HTTPException
    from pydantic import BaseModel, Field

    class Thing(BaseModel):
        name: Annotated[str, Field(min_length=1)]
        kind: Literal["new", "old"] = "new"
        price: float | None = None

    app = FastAPI()

    @app.get("/things/{number}")
    async def read(number: int, full: bool = False) -> list[Thing]:
        if not full:
            raise HTTPException(404)
        return [Thing(name=str(number))]

    @app.post("/things", status_code=201)
    async def create(thing: Thing) -> Thing:
        return thing

    # Imported by the first lifespan. That itself may start threads, where the environment asks for
    # telemetry.
    with contextlib.suppress(ImportError):
        importlib.import_module("fastapi.telemetry._runtime")
    # Not `asyncio.run`, which would leave its mark: no loop would be current in a worker.
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_ask_all(app))
    finally:
        loop.close()


async def _ask_all(app):
    for method, path, query, body in (
        ("GET", "/things/1", b"full=true", b""),
        ("GET", "/things/x", b"", b""),
        ("GET", "/things/1", b"", b""),
        ("GET", "/nothing", b"", b""),
        ("POST", "/things", b"", b'{"name": "a"}'),
        ("POST", "/things", b"", b'{"name": ""}'),
        ("POST", "/things", b"", b"{"),
    ):
        await _ask_asgi(app, method, path, query, body)


async def _ask_asgi(app, method, path, query, body):
    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        pass

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    await app(scope, receive, send)


def flask():
    from flask import Flask, abort, jsonify, redirect, request, session, url_for

    app = Flask("rehearsal")
    app.secret_key = "rehearsal"

    @app.get("/things/<int:number>")
    def read(number):
        session["seen"] = number
        return jsonify(number=number, full=request.args.get("full"))

    @app.post("/things")
    def create():
        thing = request.get_json()
        if "name" not in thing:
            abort(400, "no name")
        return redirect(url_for("read", number=1)), 303

    @app.errorhandler(404)
    def missing(error):
        return {"error": str(error)}, 404

    thing = json.dumps({"name": "a"}).encode()
    for method, path, body in (
        ("GET", "/things/1", b""),
        ("GET", "/nothing", b""),
        ("POST", "/things", thing),
        ("POST", "/things", b"{}"),
        ("POST", "/things", b"{"),
    ):
        _ask_wsgi(app, method, path, body)


def _ask_wsgi(app, method, path, body):
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "full=true",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    result = app(environ, lambda *_: None)
    for _ in result:
        pass
    getattr(result, "close", lambda: None)()
