"""The environ of PEP 3333, and the body that is still arriving."""

import io
import queue
import urllib.parse

from . import channel as frames

_names = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}


def header_name(name):
    """Returns the environ key of a header; None for one that could pass for another."""
    key = _names.get(name)
    if key is None and b"_" not in name:
        key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        if len(_names) < 512:
            _names[name] = key
    return key


def make_environ(request, base, input_stream):
    """Returns the environ of a request."""
    method, raw, query, version, headers, host, port, _, _, _ = request
    target = raw.decode("latin-1")
    path = target
    if "%" in target:
        path = urllib.parse.unquote_to_bytes(raw).decode("latin-1")
    environ = base.copy()
    root = environ["SCRIPT_NAME"]
    if root and is_below(path, root):
        path = path[len(root) :]
    query = query.decode("latin-1")
    if query:
        target = f"{target}?{query}"
    environ["REQUEST_METHOD"] = method
    environ["PATH_INFO"] = path
    environ["QUERY_STRING"] = query
    environ["SERVER_PROTOCOL"] = "HTTP/" + version
    environ["REMOTE_ADDR"] = host
    environ["REMOTE_PORT"] = str(port)
    environ["RAW_URI"] = environ["REQUEST_URI"] = target
    for name, value in headers:
        key = _names.get(name) or header_name(name)
        if key is None:
            continue
        value = value.decode("latin-1")
        if key in environ and key.startswith("HTTP_"):
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
    environ["wsgi.input"] = input_stream
    return environ


def is_below(path, root):
    """Whether a path is the mounted one or below it: /apix is not below /api."""
    return path.startswith(root) and path[len(root) : len(root) + 1] in ("", "/")


class ClientLeft(OSError):
    """The client is gone: nothing that is written now arrives."""


class StreamedBody(io.RawIOBase):
    """A request body that is still arriving."""

    def __init__(self, channel, stream, first, more):
        self._channel = channel
        self._stream = stream
        self._chunks = queue.SimpleQueue()
        self._rest = b""
        self._ended = False
        if first:
            self._chunks.put(first)
        if not more:
            self._chunks.put(b"")

    def feed(self, data):
        """Adds a chunk; b"" is the end, None a client that is gone."""
        self._chunks.put(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self._rest and not self._ended:
            chunk = self._chunks.get()
            if chunk is None:
                self._chunks.put(None)
                raise ClientLeft("the client left before its request was complete")
            self._ended = not chunk
            self._rest = chunk
            if chunk:
                self._channel.post(
                    frames.CREDIT_BODY, self._stream, frames.CREDIT.pack(len(chunk))
                )
                self._channel.flush()
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
