"""Serves a WSGI app (PEP 3333) with a crew of threads."""

import io
import marshal
import os
import sys
import threading
from wsgiref.util import FileWrapper

from . import channel as frames
from . import ending, failures, introspection
from .crew import Crew
from .environ import ClientLeft, StreamedBody, make_environ


class Exchange:
    """One request in the app."""

    __slots__ = (
        "server", "channel", "stream", "request", "body", "status", "headers", "head_sent",
        "expected", "cancelled", "window", "credit", "thread", "environ", "asked", "term",
    )  # fmt: skip

    def __init__(self, server, stream, request):
        self.server = server
        self.channel = server.channel
        self.stream = stream
        self.request = request
        self.body = None
        self.status = 0
        self.headers = None
        self.head_sent = False
        self.expected = None
        self.cancelled = False
        self.window = frames.WINDOW
        self.credit = None
        self.thread = 0
        self.term = -1
        self.environ = self.asked = None
        if request[9]:
            self.body = StreamedBody(self.channel, stream, request[8], True)

    def run(self):
        """Calls the app and sends what it answers."""
        self.thread = threading.get_ident()
        frames.current_stream.set(self.stream)
        channel = self.channel
        readable = io.BufferedReader(self.body) if self.body else io.BytesIO(self.request[8])
        environ = make_environ(self.request, self.server.base, readable)
        self.environ = environ
        entered = next(frames.sequence)
        try:
            self.answer(environ)
        except ClientLeft:
            pass
        except BaseException as error:
            self.fail(error)
        finally:
            for stream in self.server.streams:
                if stream._partial:
                    stream.finish(self.stream)
            self.leaving()
            view = self.server.view(self.asked)
            channel.left(self.stream, entered, channel.handler(view, introspection.definition))
            self.server.exchanges.pop(self.stream, None)

    def leaving(self):
        """The app has left the request; what is to be told of it goes before that."""

    def answer(self, environ):
        result = self.server.app(environ, self.start_response)
        try:
            self.send_all(result)
            self.finish()
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()

    def send_all(self, result):
        if self.expected is None and isinstance(result, (list, tuple)) and len(result) == 1:
            self.expected = len(result[0])  # PEP 3333, "Handling the Content-Length Header"
        for chunk in result:
            if chunk:
                self.write(chunk)

    def start_response(self, status, response_headers, exc_info=None):
        """The callable of PEP 3333."""
        if exc_info:
            try:
                if self.head_sent:
                    raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None
        elif self.headers is not None:
            raise AssertionError("start_response was called a second time without exc_info")
        # Flask forgets its request object when the call ends.
        self.asked = self.environ.get("werkzeug.request")
        self.status = int(status.split(None, 1)[0])
        self.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in response_headers
        ]
        lengths = [value for name, value in self.headers if name == b"content-length"]
        self.expected = int(lengths[0]) if lengths else None
        return self.write

    def write(self, chunk):
        """Sends a part of the body; the first one takes the head with it."""
        if self.headers is None:
            raise AssertionError("the app sent a body before it called start_response")
        if not isinstance(chunk, bytes):
            raise TypeError(f"a body is made of bytes, not {type(chunk).__name__}")
        if self.cancelled:
            raise ClientLeft("the client is gone")
        if not self.head_sent:
            # A head that cannot be sent raises, and is not sent.
            if self.expected == len(chunk) <= frames.WINDOW:
                self.channel.respond(self.stream, self.status, self.headers, chunk)
                self.head_sent, self.window = True, None
                return  # whoever runs the request flushes, for many at once
            frames.expect_final(self.status)
            payload = frames.head(self.status, self.headers)
            self.head_sent = True
            self.credit = threading.Condition()
            self.channel.post(frames.RESPONSE_HEAD, self.stream, payload)
        if self.window is None:
            return  # more than its Content-Length: PEP 3333 lets a server cut it off
        for start in range(0, len(chunk), 65536):
            self.send_piece(chunk[start : start + 65536])

    def send_piece(self, piece):
        if self.window <= 0:
            self.server.crew.step_aside(self)
        with self.credit:
            while self.window <= 0 and not self.cancelled:
                self.credit.wait()
            if self.cancelled:
                raise ClientLeft("the client is gone")
            self.window -= len(piece)
        self.channel.post(frames.RESPONSE_DATA, self.stream, piece)
        self.channel.flush()

    def finish(self):
        if self.headers is None:
            raise AssertionError("the app returned without calling start_response")
        if not self.head_sent:
            self.channel.respond(self.stream, self.status, self.headers, b"")
        elif self.window is not None:
            self.channel.post(frames.RESPONSE_DONE, self.stream)
        self.head_sent, self.window = True, None

    def fail(self, error):
        """The app raised: its traceback to the tutor, a plain 500 to the client."""
        told = failures.describe(error, self.server.root)
        self.channel.post_json(frames.TRACEBACK, self.stream, told)
        print(told["full"], file=sys.stderr, end="")
        if not self.head_sent:
            headers = [(b"content-type", b"text/plain; charset=utf-8")]
            self.channel.respond(self.stream, 500, headers, b"Internal Server Error")
        elif self.window is not None:
            self.channel.post(frames.ABORT, self.stream)
        self.channel.flush()

    def grant(self, count):
        with self.credit:
            if self.window is not None:
                self.window += count
            self.credit.notify_all()

    def cancel(self):
        self.cancelled = True
        credit = self.credit
        if credit:
            with credit:
                credit.notify_all()
        if self.body:
            self.body.feed(None)


class Server:
    """Takes the frames that a thread of the crew reads."""

    def __init__(self, app, spec, channel, streams, root, exchange_class=Exchange):
        self.app = app
        self.exchange_class = exchange_class
        self.channel = channel
        self.streams = streams
        self.root = root
        self.exchanges = {}
        self.crew = Crew(spec["threads"], channel, self.read)
        self.base = {
            "SCRIPT_NAME": spec["rootPath"],
            "SERVER_NAME": spec["host"],
            "SERVER_PORT": str(spec["port"]),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": spec["threads"] > 1,
            "wsgi.multiprocess": spec["workers"] > 1,
            "wsgi.run_once": False,
            "wsgi.input_terminated": True,
            "wsgi.file_wrapper": FileWrapper,
        }

    def read(self):
        data = self.channel.sock.recv(1 << 18)
        if not data:
            os._exit(0)
        for kind, stream, payload in self.channel.frames(data):
            self.take(kind, stream, payload)

    def take(self, kind, stream, payload):
        if kind == frames.REQUEST:
            exchange = self.exchange_class(self, stream, marshal.loads(payload))
            self.exchanges[stream] = exchange
            self.crew.add(exchange)
            return
        exchange = self.exchanges.get(stream)
        if kind == frames.SYNC:
            self.channel.post(frames.SYNCED, stream)
            self.channel.flush()
        elif kind == frames.STOP:
            self.stop()
        elif exchange is None:
            return
        elif kind == frames.BODY:
            exchange.body.feed(payload)
        elif kind == frames.BODY_END:
            exchange.body.feed(b"")
        elif kind == frames.GRANT:
            exchange.grant(frames.CREDIT.unpack(payload)[0])
        elif kind == frames.CANCEL:
            exchange.cancel()
        elif kind == frames.WHERE:
            self.channel.post_json(frames.STANDS, stream, self.stands(exchange))
            self.channel.flush()

    def view(self, request):
        return getattr(self.app, "view_functions", {}).get(getattr(request, "endpoint", None))

    def stands(self, exchange):
        frame = sys._current_frames().get(exchange.thread)
        while frame and not failures.is_learners(frame.f_code.co_filename, self.root):
            frame = frame.f_back
        if frame is None:
            return None
        return failures.place(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)

    def stop(self):
        ending.stop(self.channel, self.streams)


def serve(app, spec, channel, streams, root, overseer):
    """Serves `app` until the tutor says otherwise."""
    exchange_class = Exchange
    if spec["traces"]:
        from . import trace

        exchange_class = trace.Call
    server = Server(app, spec, channel, streams, root, exchange_class)
    facts = {"interface": "wsgi", "routes": introspection.routes(app)}
    for stream in streams:
        stream.finish(0)
    channel.post_json(frames.READY, 0, facts)
    channel.flush()
    server.crew.watch()
