"""Sends the same requests to our server and to another one and prints where the answers differ.

usage: parity.py httpbin|fastapi --routelings PATH
httpbin runs under gunicorn for comparison, the FastAPI app of this folder under uvicorn.
"""

import argparse
import asyncio
import http.client
import json
import pathlib
import re
import sys

import websockets
from serving import Server, ours
from websockets.asyncio.client import connect

HERE = pathlib.Path(__file__).parent
NEAR = pathlib.Path(sys.executable).parent
#: Fields that are the server's own business.
SERVERS = {"date", "server", "connection", "keep-alive"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
FILE = {"Content-Type": "multipart/form-data; boundary=b"}
UPLOAD = (
    b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"
)
BASIC = {"Authorization": "Basic dTpw"}

HTTPBIN = [
    *[("GET", path) for path in """
        / /html /robots.txt /deny /ip /headers /user-agent /get?a=b&a=c&d=%20%C3%A9 /anything
        /anything/a%2Fb/c /gzip /deflate /brotli /redirect/3 /redirect-to?url=http%3A%2F%2Fx%2F
        /relative-redirect/2 /absolute-redirect/2 /stream/5 /status/200 /status/204 /status/304
        /status/404 /status/418 /status/500 /response-headers?a=b&a=c /cookies /cookies/set/a/b
        /cookies/set?x=y /cookies/delete?x /forms/post /basic-auth/u/p /hidden-basic-auth/u/p /bearer
        /delay/0 /drip?numbytes=5&duration=0&delay=0 /base64/aGVsbG8= /cache /cache/60 /etag/abc
        /encoding/utf8 /bytes/100?seed=1 /stream-bytes/100?seed=1&chunk_size=10 /range/100 /links/5/0
        /links/5 /image /image/png /image/jpeg /image/webp /image/svg /xml /json /spec.json /nothing
        /static/favicon.ico /uuid /digest-auth/auth/u/p /digest-auth/auth/u/p/SHA-256 /digest-auth/auth/u/p/MD5/never
        """.split()],
    ("GET", "/basic-auth/u/p", BASIC), ("GET", "/hidden-basic-auth/u/p", BASIC),
    ("GET", "/bearer", {"Authorization": "Bearer t"}), ("GET", "/etag/abc", {"If-None-Match": "abc"}),
    ("GET", "/etag/abc", {"If-Match": "x"}), ("GET", "/cache", {"If-Modified-Since": "x"}),
    ("GET", "/range/100", {"Range": "bytes=10-19"}), ("GET", "/range/100", {"Range": "bytes=900-"}),
    ("GET", "/cookies", {"Cookie": "a=b; c=d"}), ("GET", "/image", {"Accept": "image/webp"}),
    ("HEAD", "/get"), ("HEAD", "/stream/3"), ("OPTIONS", "/get"), ("TRACE", "/anything"),
    ("POST", "/get"), ("POST", "/post", FORM, b"a=b&c=%C3%A9"), ("POST", "/post", JSON, b'{"a": [1]}'),
    ("POST", "/post", FILE, UPLOAD), ("POST", "/post", {}, bytes(range(256)) * 1000),
    ("PUT", "/put", JSON, b"{}"), ("PATCH", "/patch", {}, b"x"), ("DELETE", "/delete"),
    ("DELETE", "/anything", {}, b"x"), ("POST", "/status/201"), ("POST", "/response-headers?a=b"),
]  # fmt: skip

FASTAPI = [
    *[("GET", path) for path in """
        / /items/7 /items/x /items/7?q=a&q=b /items/7/ /a%20b/%C3%A9%2Fx /headers /stream /events /file
        /redirect /boom /teapot /html /gzip /none /state /mounted/inner /mounted /dependency?token=no
        /dependency?token=yes /docs /openapi.json /nothing /background /background-seen /large /cookies
        """.split()],
    ("HEAD", "/items/7"), ("OPTIONS", "/items/7"), ("POST", "/items/7"),
    ("OPTIONS", "/items/7", {"Origin": "http://x", "Access-Control-Request-Method": "GET"}),
    ("GET", "/items/7", {"Origin": "http://x"}), ("GET", "/gzip", {"Accept-Encoding": "gzip"}),
    ("GET", "/file", {"Range": "bytes=5-9"}), ("GET", "/headers", {"X-Token": "\xe9", "X-Two": "a, b"}),
    ("GET", "/cookies", {"Cookie": "a=b; c=d"}), ("POST", "/orders", JSON, b'{"id": 7, "lines": []}'),
    ("POST", "/orders", JSON, b'{"id": "x"}'), ("POST", "/orders", JSON, b"{"), ("POST", "/orders"),
    ("POST", "/form", FORM, b"name=ada&age=36"), ("POST", "/form", FORM, b"name=ada"),
    ("POST", "/upload", FILE, UPLOAD), ("POST", "/echo", {}, bytes(range(256)) * 4000),
    ("POST", "/echo", {"Transfer-Encoding": "chunked"}, b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"),
    ("PUT", "/echo", {}, b""), ("DELETE", "/items/7"),
]  # fmt: skip

#: Path, subprotocols, and what is sent: text, bytes, or a code to close with.
SOCKETS = [
    ("/ws/echo", ["a", "b"], ["é", b"\0\xff", "x" * 100_000, 4001]), ("/ws/echo", None, [1000]),
    ("/ws/close", None, []), ("/ws/deny", None, []), ("/ws/denial", None, []), ("/ws/json", None, ["{}"]),
    ("/ws/nothing", None, []), ("/ws/path/7?q=a%20b", None, []), ("/ws/dependency", None, []),
]  # fmt: skip


def answer(port, method, path, fields=None, body=None):
    """Status, fields and body, without what a server may say as it likes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    fields = {"Host": "h", **(fields or {})}
    if body is not None and "Transfer-Encoding" not in fields:
        fields = {**fields, "Content-Length": str(len(body))}
    for name, value in fields.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    got = connection.getresponse()
    text = re.sub(rb"\b[0-9a-f]{8}-[0-9a-f-]{27}\b", b"UUID", got.read())
    said = sorted(
        (name.lower(), plain(name.lower(), value))
        for name, value in got.getheaders()
        if name.lower() not in SERVERS
    )
    return got.status, said, text


def plain(name, value):
    """A field's value without what differs from run to run: a set's order, an id, a time."""
    if name == "allow":
        return sorted(value.split(", "))
    if name == "www-authenticate":
        return re.sub('"[0-9a-f]{32,64}"', "HEX", value)
    if name == "last-modified" or name == "etag" and re.fullmatch("[0-9a-f]{32}", value):
        return "…"
    return value


async def talk(port, path, subprotocols, messages):
    """What a WebSocket client hears."""
    heard = []
    try:
        async with connect(
            f"ws://127.0.0.1:{port}{path}", subprotocols=subprotocols, compression=None, max_size=None
        ) as socket:
            heard.append(socket.subprotocol)
            for message in messages:
                if isinstance(message, int):
                    await socket.close(message, "enough")
                else:
                    await socket.send(message)
                    heard.append(await socket.recv())
            try:
                while True:
                    heard.append(await socket.recv())
            except websockets.exceptions.ConnectionClosed:
                heard.append((socket.close_code, socket.close_reason))
    except websockets.exceptions.InvalidStatus as error:
        heard.append((error.response.status_code, bytes(error.response.body)))
    return heard


def untried():
    """The endpoints of httpbin that no exchange asks for."""
    from httpbin import app
    from werkzeug.exceptions import HTTPException

    routes, tried = app.url_map.bind("h"), set()
    for method, path, *_ in HTTPBIN:
        try:
            tried.add(routes.match(path.partition("?")[0], method)[0])
        except HTTPException:
            continue  # asked for on purpose: nothing is there
    return {rule.endpoint for rule in app.url_map.iter_rules()} - tried


def compare(name, one, other):
    """Prints a difference; returns how many there are."""
    if one == other:
        return 0
    print(f"{name}\n  ours   {str(one)[:600]}\n  other  {str(other)[:600]}")
    return 1


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("app", choices=["httpbin", "fastapi"])
    options.add_argument("--routelings", required=True)
    chosen = options.parse_args()
    if chosen.app == "httpbin":
        target, requests, sockets = "httpbin:app", HTTPBIN, []

        def other(port):
            return [NEAR / "gunicorn", "-b", f"127.0.0.1:{port}", target]
    else:
        target, requests, sockets = "parity_app:app", FASTAPI, SOCKETS

        def other(port):
            return [NEAR / "uvicorn", target, "--port", port]

    differences = 0
    with Server(ours(chosen.routelings, target), HERE) as one, Server(other, HERE) as two:
        for request in requests:
            said = answer(one.port, *request), answer(two.port, *request)
            differences += compare(json.dumps(request, default=repr)[:120], *said)
        for socket in sockets:
            heard = [asyncio.run(talk(server.port, *socket)) for server in (one, two)]
            differences += compare(f"WebSocket {socket[0]}", *heard)
    if missing := untried() if chosen.app == "httpbin" else ():
        print(f"endpoints that are not tried: {sorted(missing)}")
        differences += 1
    count = len(requests) + len(sockets)
    print(f"{chosen.app}: {count} exchanges, {differences} of them answered otherwise")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
