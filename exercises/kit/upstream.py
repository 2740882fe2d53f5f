"""The slow service that some exercises ask: Toolshed's upstream.

    get_json("/wait")            blocks its thread until the answer is there
    await aget_json("/wait")     lets the event loop go on meanwhile
    render(64)                   blocks, as much picture-making code does

Every answer is a JSON object with a fresh `ticket`, so that a real answer can
be told from a made-up one.
"""

import asyncio
import http.client
import io
import json
import os
import socket
from typing import Any
from urllib.parse import urlsplit


class UpstreamError(RuntimeError):
    """The upstream could not be asked, or did not answer 200 with JSON."""


def get_json(path: str) -> dict[str, Any]:
    """Asks the upstream for `path` and returns its JSON. Blocks the calling thread."""
    with _connected(path) as connection:
        received = bytearray()
        while chunk := connection.recv(65536):
            received += chunk
    return _answer(path, received)


async def aget_json(path: str) -> dict[str, Any]:
    """Asks the upstream for `path` and returns its JSON. Other tasks run meanwhile."""
    try:
        reader, writer = await asyncio.open_connection(*_address())
    except OSError as error:
        raise _unreachable(error) from error
    try:
        writer.write(_request(path))
        received = await reader.read()
    finally:
        writer.close()
    return _answer(path, received)


def render(size: int) -> dict[str, Any]:
    """Makes a picture of `size` pixels: `{"picture": …, "size": size}`.

    Blocks the calling thread. When the upstream says so, it computes in pure
    Python until the answer is there, as CPU-bound code does, instead of waiting.
    """
    path = f"/render?size={size}"
    with _connected(path) as connection:
        received = bytearray()
        while True:
            if _is_to_spin(received):
                # Not 0: a thread that lets go of the interpreter lock and takes it back at once
                # can keep all others from it for seconds, which plain computing cannot.
                connection.settimeout(0.0005)
            try:
                chunk = connection.recv(65536)
            except TimeoutError:
                _compute()
                continue
            if not chunk:
                break
            received += chunk
    return {"picture": _answer(path, received)["ticket"], "size": size}


def _address() -> tuple[str, int]:
    """Host and port of the upstream, from the variable UPSTREAM."""
    url = os.environ.get("UPSTREAM")
    if not url:
        raise UpstreamError(
            "there is no upstream to ask, because UPSTREAM is not set. Routelings starts one and"
            " sets it: run this exercise there, with `check`."
        )
    parts = urlsplit(url)
    if not parts.hostname or not parts.port:
        raise UpstreamError(f"UPSTREAM is {url!r}; it takes the form http://127.0.0.1:8000")
    return parts.hostname, parts.port


def _request(path: str) -> bytes:
    """One request on a connection of its own."""
    host, port = _address()
    head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
    return head.encode("ascii")


def _connected(path: str) -> socket.socket:
    """A blocking connection on which the request has been sent."""
    try:
        connection = socket.create_connection(_address())
    except OSError as error:
        raise _unreachable(error) from error
    connection.sendall(_request(path))
    return connection


def _unreachable(error: OSError) -> UpstreamError:
    return UpstreamError(
        f"the upstream at {os.environ.get('UPSTREAM')} cannot be reached ({error}). It lives only"
        " while a check runs: run this exercise in Routelings, with `check`."
    )


def _answer(path: str, received: bytes | bytearray) -> dict[str, Any]:
    """The JSON in a whole answer, everything up to the end of the connection."""
    response = http.client.HTTPResponse(_Received(received))  # type: ignore[arg-type]
    try:
        response.begin()
        body = response.read()
    except http.client.HTTPException as error:
        raise UpstreamError(f"the upstream's answer to GET {path} broke off ({error!r})") from error
    if response.status != 200:
        said = body[:200].decode("utf-8", "replace")
        raise UpstreamError(f"the upstream answered GET {path} with {response.status}: {said}")
    try:
        answer: dict[str, Any] = json.loads(body)
    except ValueError as error:
        raise UpstreamError(f"the upstream answered GET {path} with no JSON: {error}") from error
    return answer


class _Received:
    """Bytes that have arrived, in the shape from which http.client reads an answer."""

    def __init__(self, received: bytes | bytearray) -> None:
        self._received = received

    def makefile(self, *_: Any) -> io.BytesIO:
        return io.BytesIO(self._received)


def _is_to_spin(received: bytearray) -> bool:
    """Whether the head is there and asks for computing rather than waiting."""
    head, end, _ = received.partition(b"\r\n\r\n")
    return bool(end) and b"\r\nx-spin: 1" in head.lower()


def _compute() -> int:
    """About a millisecond of work that keeps Python's interpreter to itself."""
    total = 0
    for number in range(20_000):
        total += number * number
    return total
