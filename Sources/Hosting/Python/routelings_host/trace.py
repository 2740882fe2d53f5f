"""What an app was given for a request and what it did then, each with its time; only where asked."""

import time

from . import channel as frames
from . import exchange, failures, websocket, wsgi

#: Of a stream without end the beginning says enough.
MOST = 200
#: Characters of one value.
LONGEST = 400


def text(value):
    """Returns a value as a person reads it, never longer than `LONGEST`."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    elif not isinstance(value, str):
        value = repr(value)
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def size(body):
    return "1 byte" if len(body) == 1 else f"{len(body)} bytes"


class Trace:
    """The story of one request; times are seconds since it began."""

    def __init__(self, interface):
        self.interface = interface
        self.began = time.monotonic()
        self.entered = self.left = 0.0
        self.given = []
        self.events = []

    def now(self):
        return time.monotonic() - self.began

    def note(self, call, what, detail="", always=False):
        if always or len(self.events) < MOST:
            told = {"at": self.now(), "call": call, "what": what, "detail": detail}
            self.events.append(told)

    def note_raised(self, error):
        detail = text(failures.message_of(error))
        self.note("raise", failures.type_name(error), detail, always=True)

    def send(self, channel, stream):
        self.left = self.now()
        names = ("interface", "began", "entered", "left", "given", "events")
        channel.post_json(frames.TRACE, stream, {name: getattr(self, name) for name in names})


def scope_lines(scope):
    """Returns [[key, value]] of an ASGI scope, a header a line."""
    lines = []
    for key, value in scope.items():
        if key == "headers":
            lines += [["headers", f"{text(name)}: {text(content)}"] for name, content in value]
        else:
            lines.append([key, text(value)])
    return lines


def message_detail(message):
    """Returns what an ASGI message says, in a line."""
    parts = [str(message[key]) for key in ("status", "code", "subprotocol") if message.get(key)]
    parts += [text(message[key]) for key in ("text", "reason") if message.get(key)]
    if "headers" in message:
        parts += [f"{text(name)}: {text(value)}" for name, value in message["headers"]]
    parts += [size(message[key]) for key in ("body", "bytes") if message.get(key) is not None]
    if message.get("more_body"):
        parts.append("more to come")
    return ", ".join(parts)


class Traced:
    """Mixed into an exchange of either kind: tells of its end."""

    __slots__ = ()

    def fail(self, error):
        self.trace.note_raised(error)
        super().fail(error)

    def leaving(self):
        self.trace.send(self.channel, self.stream)


class TracedASGI(Traced):
    """Mixed into an ASGI exchange: tells what passes through `receive` and `send`."""

    __slots__ = ()

    def __init__(self, *arguments):
        self.trace = Trace("asgi")
        super().__init__(*arguments)

    def call(self):
        trace = self.trace
        trace.given = scope_lines(self.scope)
        trace.entered = trace.now()
        return self.server.app(self.scope, self.traced_receive, self.traced_send)

    async def traced_receive(self):
        message = await self.receive()
        self.trace.note("receive", message["type"], message_detail(message))
        return message

    async def traced_send(self, message):
        self.trace.note("send", message["type"], message_detail(message))
        await self.send(message)


class Exchange(TracedASGI, exchange.Exchange):
    """An HTTP request that is traced."""

    __slots__ = ("trace",)


class WebSocket(TracedASGI, websocket.WebSocket):
    """A WebSocket that is traced."""

    __slots__ = ("trace",)


class Call(Traced, wsgi.Exchange):
    """A WSGI call that is traced."""

    __slots__ = ("trace",)

    def __init__(self, *arguments):
        self.trace = Trace("wsgi")
        super().__init__(*arguments)

    def answer(self, environ):
        trace = self.trace
        trace.given = [[key, text(value)] for key, value in sorted(environ.items())]
        trace.entered = trace.now()
        super().answer(environ)

    def start_response(self, status, response_headers, exc_info=None):
        detail = ", ".join(f"{name}: {value}" for name, value in response_headers)
        self.trace.note("start_response", status, detail)
        return super().start_response(status, response_headers, exc_info)

    def write(self, chunk):
        self.trace.note("write", size(chunk))
        super().write(chunk)

    def finish(self):
        self.trace.note("return", "the body is complete")
        super().finish()
