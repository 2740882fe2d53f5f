"""Small apps for the scripts of this folder, one path per behaviour.

Whatever the path, `x-seen` says what the app was given of the request. `/early` is answered before
the body is read, `/stream` in parts, `/write` and `/file` by those means of WSGI, `/blob/N` with N bytes in parts of 64 kB, `/slow/N` likewise by an
app that takes its time, `/wait` after 50 ms, `/state` with what there is in the process.
"""

import asyncio
import gc
import json
import os
import threading
import time
import warnings
import zlib
from io import BytesIO
from wsgiref.validate import validator


def state(tasks=0):
    """What could be left behind by requests."""
    gc.collect()
    return json.dumps(
        {"tasks": tasks, "threads": threading.active_count(), "files": len(os.listdir("/proc/self/fd"))}
    ).encode()


def seen(method, path, query, size, total, *fields):
    numbers = [zlib.crc32(path), zlib.crc32(query), size, total, *map(zlib.crc32, fields)]
    return " ".join([method, *map(str, numbers)]).encode()


async def asgi(scope, receive, send):
    """Echoes messages of WebSockets, and answers requests as the module says."""
    if scope["type"] == "websocket":
        return await echo(receive, send)
    if scope["type"] != "http":
        raise NotImplementedError
    path = scope["path"]
    size, total, more = 0, 0, path != "/early"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, total = size + len(message["body"]), zlib.crc32(message["body"], total)
        more = message["more_body"]
        if path.startswith("/slow/"):
            await asyncio.sleep(0.001)
    fields = b"\n".join(b"%b:%b" % tuple(field) for field in scope["headers"])
    told = seen(scope["method"], scope["raw_path"], scope["query_string"], size, total, fields)
    headers = [(b"x-seen", told)] + [(b"x-early", b"1")] * (path == "/early")
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for part in [b"se", b"", b"en"] if path == "/stream" else blob(path):
        await send({"type": "http.response.body", "body": part, "more_body": True})
        if path.startswith("/slow/"):
            await asyncio.sleep(0.001)
    if path == "/wait":
        await asyncio.sleep(0.05)
    last = b"seen"
    if path == "/stream" or blob(path):
        last = b""
    elif path == "/state":
        last = state(len(asyncio.all_tasks()))
    elif path == "/size":
        last = str(size).encode()
    await send({"type": "http.response.body", "body": last})


def blob(path):
    """The parts of a large body, none for other paths."""
    _, word, *count = path.split("/") if path.count("/") > 1 else ("", "")
    if word not in ("blob", "slow") or not count[0].isdigit():
        return ()
    return (bytes(65536) for _ in range(int(count[0]) >> 16))


async def echo(receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        await send({**message, "type": "websocket.send"})


def wsgi(environ, start_response):
    """Answers requests as the module says."""
    path, size, total = environ["PATH_INFO"], 0, 0
    is_slow = path.startswith("/slow/")
    while path != "/early" and (part := environ["wsgi.input"].read(65536)):
        size, total = size + len(part), zlib.crc32(part, total)
        if is_slow:
            time.sleep(0.001)
    raw, _, _ = environ["RAW_URI"].encode("latin-1").partition(b"?")
    told = seen(environ["REQUEST_METHOD"], raw, environ["QUERY_STRING"].encode("latin-1"), size, total)
    headers = [("Content-Type", "text/plain"), ("x-seen", told.decode())]
    write = start_response("200 OK", headers + [("x-early", "1")] * (path == "/early"))
    if path == "/write":
        write(b"se")
        write(b"en")
        return []
    if path == "/file":
        return environ["wsgi.file_wrapper"](BytesIO(b"seen"))
    if path == "/stream":
        return (part for part in [b"se", b"", b"en"])
    if parts := blob(path):
        return ((time.sleep(0.001 * is_slow), part)[1] for part in parts)
    return [{"/state": state, "/size": lambda: str(size).encode()}.get(path, lambda: b"seen")()]


# Methods that nobody knows are sent on purpose.
warnings.filterwarnings("ignore", message="Unknown REQUEST_METHOD")
validated = validator(wsgi)


def checked(environ, start_response):
    """The same, with everything that passes looked at; `*` is no path, which the validator minds."""
    inner = wsgi if environ["PATH_INFO"] == "*" else validated
    return inner(environ, start_response)
