"""Serves an ASGI 3 app with one event loop; the only other thread watches it."""

import asyncio
import atexit
import marshal
import os
import socket
import sys
import urllib.parse

from . import channel as frames
from . import failures, introspection, stall
from .lifespan import Lifespan


class Exchange:
    """One request in the app: its `receive` and its `send`."""

    __slots__ = (
        "server", "channel", "stream", "scope", "chunks", "more", "gone", "waiter",
        "status", "headers", "head_sent", "done", "window", "credit", "task", "streamed",
    )  # fmt: skip

    def __init__(self, server, stream, request):
        self.server = server
        self.channel = server.channel
        self.stream = stream
        self.scope = server.make_scope(request)
        self.streamed = self.more = request[9]
        self.chunks = [request[8]] if request[8] or not self.more else []
        self.gone = False
        self.waiter = self.credit = self.headers = None
        self.status = 0
        self.head_sent = self.done = False
        self.window = frames.WINDOW

    async def run(self):
        """Calls the app and completes what it left open."""
        frames.current_stream.set(self.stream)
        self.server.fresh -= 1
        server, channel, stream = self.server, self.channel, self.stream
        entered = next(frames.sequence)
        try:
            await server.app(self.scope, self.receive, self.send)
            if not self.done and not self.gone:
                raise RuntimeError("the app returned without completing its response")
        except asyncio.CancelledError:
            self.abort()
        except ClientLeft:
            pass
        except BaseException as error:
            self.fail(error)
        for output in server.streams:
            if output._partial:
                output.finish(stream)
        endpoint = self.scope.get("endpoint")
        number = 0
        if endpoint is not None:
            number = channel.handler(endpoint, lambda: introspection.definition(endpoint))
        channel.left(stream, entered, number)
        server.exchanges.pop(stream, None)
        if not server.fresh or len(channel.pending) >= frames.BATCH:
            channel.flush()
        else:
            server.flush_soon()

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
            if self.gone or self.done:
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
            self.headers = [(name.lower(), value) for name, value in message.get("headers", ())]
        else:
            raise RuntimeError(f"the app sent {kind!r} where the ASGI specification forbids it")

    async def send_part(self, body):
        if not self.head_sent:
            self.head_sent = True
            payload = frames.head(self.status, self.headers)
            self.channel.post(frames.RESPONSE_HEAD, self.stream, payload)
        for start in range(0, len(body), 65536):
            piece = bytes(body[start : start + 65536])
            while self.window <= 0 and not self.gone:
                self.credit = self.server.loop.create_future()
                await self.credit
            if self.gone:
                raise ClientLeft("the client is gone")
            self.window -= len(piece)
            self.channel.post(frames.RESPONSE_DATA, self.stream, piece)
            self.server.flush_soon()
        if self.gone:
            raise ClientLeft("the client is gone")
        self.channel.flush()

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

    def grant(self, count):
        self.window += count
        if self.credit and not self.credit.done():
            self.credit.set_result(None)

    def wake(self):
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(None)


class ClientLeft(OSError):
    """The client is gone: nothing that is sent now arrives."""


class Server:
    """Reads frames as they arrive, one task for each request."""

    version = {"version": "3.0", "spec_version": "2.4"}

    def __init__(self, app, spec, channel, streams, root, loop):
        self.app = app
        self.channel = channel
        self.streams = streams
        self.root = root
        self.loop = loop
        self.exchanges = {}
        self.flushing = False
        self.fresh = 0
        self.address = (spec["host"], spec["port"])
        self.root_path = spec["rootPath"]
        self.lifespan = Lifespan(self)

    def make_scope(self, request):
        """Returns the scope of a request."""
        method, raw, query, version, headers, host, port, _, _, _ = request
        path = raw
        if b"%" in path:
            path = urllib.parse.unquote_to_bytes(path)
        return {
            "type": "http",
            "asgi": self.version,
            "http_version": version,
            "method": method,
            "scheme": "http",
            "path": path.decode("utf-8", "replace"),
            "raw_path": raw,
            "query_string": query,
            "root_path": self.root_path,
            "headers": headers,
            "client": (host, port),
            "server": self.address,
            "state": self.lifespan.state.copy(),
        }

    async def start(self):
        failed = await self.lifespan.start()
        if failed:
            raise frames.Failed(failed)
        facts = {"interface": "asgi", "routes": introspection.routes(self.app)}
        for stream in self.streams:
            stream.finish(0)
        self.channel.post_json(frames.READY, 0, facts)
        self.channel.flush()
        self.loop.add_reader(self.channel.sock, self.read)

    def read(self):
        try:
            data = self.channel.sock.recv(1 << 18, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        if not data:
            os._exit(0)
        for kind, stream, payload in self.channel.frames(data):
            self.take(kind, stream, payload)

    def take(self, kind, stream, payload):
        if kind == frames.REQUEST:
            exchange = Exchange(self, stream, marshal.loads(payload))
            self.exchanges[stream] = exchange
            self.fresh += 1
            exchange.task = self.loop.create_task(exchange.run())
            return
        if kind == frames.SYNC:
            self.channel.post(frames.SYNCED, stream)
            self.channel.flush()
        elif kind == frames.STOP:
            self.stopping = self.loop.create_task(self.stop())
        exchange = self.exchanges.get(stream)
        if exchange is None:
            return
        if kind == frames.BODY:
            exchange.feed(payload, True)
        elif kind == frames.BODY_END:
            exchange.feed(b"", False)
        elif kind == frames.GRANT:
            exchange.grant(frames.CREDIT.unpack(payload)[0])
        elif kind == frames.CANCEL:
            exchange.cancel()
        elif kind == frames.WHERE:
            self.channel.post_json(frames.STANDS, stream, self.stands(exchange.task))
            self.channel.flush()

    def flush_soon(self):
        if not self.flushing:
            self.flushing = True
            self.loop.call_soon(self.flush)

    def flush(self):
        self.flushing = False
        self.channel.flush()

    def stalled(self, task, place):
        """Called by the watch, from its thread: a request holds up all others."""
        found = [key for key, exchange in list(self.exchanges.items()) if exchange.task is task]
        self.channel.post_json(frames.STALLED, found[0] if found else 0, place)
        self.channel.flush()

    def stands(self, task):
        """Returns the innermost place in the learner's files where a task waits."""
        found, awaited = None, task.get_coro()
        while awaited is not None:
            frame = getattr(awaited, "cr_frame", None) or getattr(awaited, "ag_frame", None)
            if frame and failures.is_learners(frame.f_code.co_filename, self.root):
                name = frame.f_code.co_name
                found = failures.place(frame.f_code.co_filename, frame.f_lineno, name)
            awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "ag_await", None)
        return found

    async def stop(self):
        await self.lifespan.stop()
        atexit._run_exitfuncs()
        self.channel.post(frames.STOPPED)
        self.channel.flush()
        os._exit(0)


def serve(app, spec, channel, streams, root):
    """Serves `app` until the tutor says otherwise."""
    selector = stall.WatchedSelector()
    loop = asyncio.SelectorEventLoop(selector)
    asyncio.set_event_loop(loop)
    server = Server(app, spec, channel, streams, root, loop)
    loop.run_until_complete(server.start())
    stall.Watch(loop, selector, root, server.stalled)
    loop.run_forever()
