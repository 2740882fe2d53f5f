"""Serves an ASGI 3 app with one event loop; the only other thread watches it."""

import asyncio
import gc
import marshal
import os
import socket
import sys
import urllib.parse

from . import channel as frames
from . import ending, failures, introspection, oversight, stall
from .environ import is_below
from .exchange import Exchange
from .lifespan import Lifespan
from .loop import Loop
from .websocket import WebSocket


class Server:
    """Reads frames as they arrive, one task for each request."""

    #: As other servers say: from 2.4 on Starlette does not listen for a client that leaves a stream
    #: which has nothing to send just then.
    version = {"version": "3.0", "spec_version": "2.3"}

    def __init__(self, app, spec, channel, streams, root, loop, classes):
        self.app = app
        self.http_class, self.websocket_class = classes
        self.channel = channel
        self.streams = streams
        self.root = root
        self.loop = loop
        self.exchanges = {}
        self.flushing = self.tidying = False
        self.address = (spec["host"], spec["port"])
        self.root_path = spec["rootPath"]
        self.lifespan = Lifespan(self)

    def make_scope(self, request, kind, scheme):
        """Returns the scope of a request; `kind` is http or websocket."""
        method, raw, query, version, headers, host, port, _, _, _ = request
        path = raw
        if b"%" in path:
            path = urllib.parse.unquote_to_bytes(path)
        path = path.decode("utf-8", "replace")
        # It begins with the root path, whether or not a proxy has taken that away.
        if self.root_path and not is_below(path, self.root_path):
            path = self.root_path + path
        return {
            "type": kind,
            "asgi": self.version,
            "http_version": version,
            "method": method,
            "scheme": scheme,
            "path": path,
            "raw_path": raw,
            "query_string": query,
            "root_path": self.root_path,
            "headers": headers,
            "client": (host, port),
            "server": self.address,
            "state": self.lifespan.state.copy(),
        }

    async def start(self, selector):
        failed = await self.lifespan.start()
        if failed:
            raise frames.Failed(failed)
        facts = {"interface": "asgi", "routes": introspection.routes(self.app)}
        for stream in self.streams:
            stream.finish(0)
        # The first request may come, and hold up the loop, in the very turn after this.
        stall.Watch(self.loop, selector, self.root, self.stalled)
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
        self.flushing = True  # at the end, for all of them
        try:
            for kind, stream, payload in self.channel.frames(data):
                self.take(kind, stream, payload)
        finally:
            self.flush()

    def take(self, kind, stream, payload):
        if kind == frames.REQUEST:
            return self.begin(stream, self.http_class(self, stream, marshal.loads(payload)))
        if kind == frames.WEBSOCKET:
            return self.begin(stream, self.websocket_class(self, stream, marshal.loads(payload)))
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
        elif kind == frames.INPUT_ENDED:
            exchange.end_input()
        elif kind == frames.MESSAGE:
            exchange.arrived(payload)
        elif kind == frames.CLOSED:
            exchange.closed(payload)
        elif kind == frames.WHERE:
            self.channel.post_json(frames.STANDS, stream, self.stands(exchange.task))
            self.channel.flush()

    def begin(self, stream, exchange):
        self.exchanges[stream] = exchange
        exchange.task = self.loop.make_task(exchange.run())
        self.loop.begin()

    def tidy_soon(self):
        """Has what a broken off stream leaves in circles found, so that its generator is closed."""
        if not self.tidying:
            self.tidying = True
            self.loop.call_soon(self.tidy)

    def tidy(self):
        self.tidying = False
        gc.collect(1)  # the old ones would take long in a large app

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
        # Or a task that a request has made, as middleware does.
        stream = found[0] if found else oversight.stream_of(task)
        self.channel.post_json(frames.STALLED, stream, place)
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
        await self.end_tasks()
        ending.stop(self.channel, self.streams)

    async def end_tasks(self):
        """Ends what the app has left running, as `asyncio.run` does it."""
        tasks = asyncio.all_tasks(self.loop) - {asyncio.current_task(), self.lifespan.task}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.loop.shutdown_asyncgens()
        await self.loop.shutdown_default_executor()


def serve(app, spec, channel, streams, root, overseer):
    """Serves `app` until the tutor says otherwise."""
    classes = Exchange, WebSocket
    if spec["traces"]:
        from . import trace

        classes = trace.Exchange, trace.WebSocket
    selector = stall.WatchedSelector()
    loop = Loop(selector)
    asyncio.set_event_loop(loop)
    watch_children()
    overseer.follow(loop)
    server = Server(app, spec, channel, streams, root, loop, classes)
    loop.run_until_complete(server.start(selector))
    loop.run_forever()


def watch_children():
    """Lets this loop wait for subprocesses where the app has set a policy for loops of another kind.

    That of uvloop has no watcher of children, as its own loops need none.
    """
    policy = asyncio.get_event_loop_policy()
    try:
        policy.get_child_watcher()
    except NotImplementedError:
        watcher = asyncio.ThreadedChildWatcher()
        policy.get_child_watcher = lambda: watcher
    except AttributeError:
        pass  # later Pythons have none
