"""One HTTP request in an ASGI app: its `receive` and its `send`."""

import asyncio
import sys

from . import channel as frames
from . import failures, introspection


#: Turns of the loop in which an app that hears that the client is gone can end what still sends.
TURNS_TO_LISTEN = 5


class ClientLeft(OSError):
    """The client is gone: nothing that is sent now arrives."""


def is_departure(error, root):
    """Whether an exception is but a framework's own way to say that the client is gone."""
    cause = error
    while cause is not None and not isinstance(cause, ClientLeft):
        cause = cause.__cause__ or cause.__context__
    return cause is not None and not failures.learners_frames(error, root)


class Exchange:
    """One request in the app: its `receive` and its `send`."""

    __slots__ = (
        "server", "channel", "stream", "scope", "chunks", "more", "gone", "waiter",
        "status", "headers", "head_sent", "done", "window", "credit", "task", "streamed", "ended",
    )  # fmt: skip

    def __init__(self, server, stream, request, kind="http", scheme="http"):
        self.server = server
        self.channel = server.channel
        self.stream = stream
        self.scope = server.make_scope(request, kind, scheme)
        self.streamed = self.more = request[9]
        self.chunks = [request[8]] if request[8] or not self.more else []
        self.gone = self.ended = False
        self.waiter = self.credit = self.headers = None
        self.status = 0
        self.head_sent = self.done = False
        self.window = frames.WINDOW

    async def run(self):
        """Calls the app and completes what it left open."""
        frames.current_stream.set(self.stream)
        server, channel, stream = self.server, self.channel, self.stream
        entered = next(frames.sequence)
        try:
            await self.call()
            self.returned()
        except asyncio.CancelledError:
            self.abort()
        except ClientLeft:
            if not self.gone:
                self.abort()
        except BaseException as error:
            if not is_departure(error, server.root):
                self.fail(error)
        for output in server.streams:
            if output._partial:
                output.finish(stream)
        endpoint = self.scope.get("endpoint")
        number = 0
        if endpoint is not None:
            number = channel.handler(endpoint, introspection.definition)
        self.leaving()
        if self.gone and self.head_sent:
            server.tidy_soon()
        channel.left(stream, entered, number)
        server.exchanges.pop(stream, None)
        if len(channel.pending) >= frames.BATCH:
            channel.flush()
        else:
            server.flush_soon()

    def call(self):
        return self.server.app(self.scope, self.receive, self.send)

    def leaving(self):
        """The app has left the request; what is to be told of it goes before that."""

    def returned(self):
        if self.ended:
            self.abort()  # the client has left, and the app knows
        if not self.done and not self.gone:
            raise RuntimeError("the app returned without completing its response")

    async def receive(self):
        """The awaitable of the ASGI specification."""
        while True:
            if self.chunks:
                chunk = self.chunks.pop(0)
                if self.streamed and chunk:
                    payload = frames.CREDIT.pack(len(chunk))
                    self.channel.post(frames.CREDIT_BODY, self.stream, payload)
                    self.server.flush_soon()
                more = self.more or bool(self.chunks)
                return {"type": "http.request", "body": chunk, "more_body": more}
            if self.gone or self.done or self.ended:
                return {"type": "http.disconnect"}
            self.waiter = self.server.loop.create_future()
            await self.waiter

    async def send(self, message):
        """The awaitable of the ASGI specification."""
        kind = message["type"]
        if kind == "http.response.body" and self.headers is not None and not self.done:
            body = message.get("body", b"")
            if message.get("more_body", False):
                await self.send_part(body)
            elif self.head_sent or len(body) > frames.WINDOW:
                await self.send_part(body)
                self.channel.post(frames.RESPONSE_DONE, self.stream)
                self.finish()
            else:
                self.channel.respond(self.stream, self.status, self.headers, body)
                self.finish()
        elif kind == "http.response.start" and self.headers is None:
            self.status = message["status"]
            self.headers = list(message.get("headers", ()))
        else:
            raise RuntimeError(f"the app sent {kind!r} where the ASGI specification forbids it")

    async def send_part(self, body):
        if not self.head_sent:
            frames.expect_final(self.status)
            payload = frames.head(self.status, self.headers)
            self.head_sent = True
            self.channel.post(frames.RESPONSE_HEAD, self.stream, payload)
        for start in range(0, len(body), 65536):
            piece = bytes(body[start : start + 65536])
            while self.window <= 0 and not self.gone:
                self.credit = self.server.loop.create_future()
                await self.credit
            if self.gone:
                await self.depart()
            self.window -= len(piece)
            self.channel.post(frames.RESPONSE_DATA, self.stream, piece)
            self.server.flush_soon()
        if self.gone:
            await self.depart()
        self.channel.flush()

    async def depart(self):
        """Ends a `send` to nobody; who listens for the client's leaving is to hear of it first."""
        for _ in range(TURNS_TO_LISTEN):
            await asyncio.sleep(0)
        raise ClientLeft("the client is gone")

    def finish(self):
        """The response is complete; what the app does after it must not hold it up."""
        self.head_sent = self.done = True
        if self.waiter:
            self.wake()
        self.server.flush_soon()

    def abort(self):
        if not self.done:
            self.done = True
            self.channel.post(frames.ABORT, self.stream)

    def fail(self, error):
        """The app raised: its traceback to the tutor, a plain 500 to the client."""
        told = failures.describe(error, self.server.root)
        self.channel.post_json(frames.TRACEBACK, self.stream, told)
        print(told["full"], file=sys.stderr, end="")
        self.answer_failure()

    def answer_failure(self):
        if not self.head_sent:
            self.head_sent = self.done = True
            headers = [(b"content-type", b"text/plain; charset=utf-8")]
            self.channel.respond(self.stream, 500, headers, b"Internal Server Error")
        self.abort()

    def feed(self, data, more):
        if data or not more:
            self.chunks.append(data)
        self.more = more
        self.wake()

    def cancel(self):
        self.gone = True
        self.wake()
        if self.credit and not self.credit.done():
            self.credit.set_result(None)

    def end_input(self):
        """The client has ended its side: it may have left, or may wait for its answer."""
        self.ended = True
        self.wake()

    def grant(self, count):
        self.window += count
        if self.credit and not self.credit.done():
            self.credit.set_result(None)

    def wake(self):
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(None)
