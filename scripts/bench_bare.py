"""Calls the apps of scripts/bench in a loop, with no server: the limit for any server.

Arguments: asgi or wsgi, method, path, seconds, and a file with the body. Prints calls a second.
"""

import asyncio
import io
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench_apps"))


def asgi(method, path, seconds, body):
    from asgi_app import app

    headers = [(b"host", b"127.0.0.1:8000"), (b"content-length", b"%d" % len(body))]
    headers.append((b"content-type", b"application/json"))
    version = {"version": "3.0", "spec_version": "2.4"}

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        pass

    async def call():
        await app(
            {
                "type": "http", "asgi": version, "http_version": "1.1", "method": method,
                "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
                "root_path": "", "headers": headers, "client": ("127.0.0.1", 50000),
                "server": ("127.0.0.1", 8000), "state": {},
            },  # fmt: skip
            receive,
            send,
        )

    async def loop():
        for _ in range(300):
            await call()
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            await call()
            count += 1
        return count / (time.perf_counter() - start)

    return asyncio.run(loop())


def wsgi(method, path, seconds, body):
    from wsgi_app import app

    base = {
        "SCRIPT_NAME": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000",
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
    }  # fmt: skip

    def call():
        result = app(dict(base, **{"wsgi.input": io.BytesIO(body)}), lambda *_: None)
        for _ in result:
            pass
        getattr(result, "close", lambda: None)()

    for _ in range(300):
        call()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        call()
        count += 1
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    kind, method, path, seconds, file = sys.argv[1:]
    with open(file, "rb") as opened:
        print({"asgi": asgi, "wsgi": wsgi}[kind](method, path, float(seconds), opened.read()))
