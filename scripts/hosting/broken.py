"""A server that is broken in one way, to see that the fuzzer notices.

It answers one request after another with the reader of `reading.py`, as the app of this folder
would, on threads, and then does what its fault says. `none` is sound.

usage: broken.py FAULT PORT
"""

import os
import pathlib
import re
import socketserver
import sys
import threading
import time

import apps
import reading

KEPT = []
DATE = b"date: Fri, 27 Nov 2026 10:00:00 GMT\r\nserver: broken\r\n"


def loosened(fault):
    """Takes a rule away from the reader."""
    if fault == "bare-lf":
        strict = reading.line

        def line(data, place, most):
            end = data.find(b"\n", place)
            if end > place and data[end - 1 : end] != b"\r":
                return data[place:end], end + 1
            return strict(data, place, most)

        reading.line = line
    elif fault == "both-lengths":
        strict = reading.body_length
        reading.body_length = lambda request: (
            None if request.all(b"transfer-encoding") else strict(request)
        )
    elif fault == "space-before-colon":
        strict_field = reading.field
        reading.field = lambda text: strict_field(re.sub(rb"^([^: ]+) +:", rb"\1:", text))


class Connection(socketserver.BaseRequestHandler):
    """One client."""

    def handle(self):
        data, answered, count = b"", 0, 0
        while True:
            more = self.request.recv(65536)
            data += more
            found, end, rest = reading.requests(data, upgrades=False)
            for request in found[answered:]:
                count += 1
                if self.answer(request):
                    return
            answered = len(found)
            if end == "refused":
                self.refuse()
                if fault != "goes-on":
                    return
                data, answered = re.sub(rb"^.*?\r\n\r\n", b"", data, flags=re.S), 0
            if not more or end == "closed":
                return

    def refuse(self):
        close = b"" if fault == "stays-open" else b"connection: close\r\n"
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n" + DATE + close + b"content-length: 0\r\n\r\n")

    def answer(self, request):
        """Answers; returns whether that was the last."""
        self.harm(request)
        body = b"seen"
        if request.path == b"/state":
            body = apps.state()
        if fault == "wrong-body" and len(request.body) == 256:
            request.body = request.body[:-1]
        told = request.seen(fields=False).encode()
        length = len(body) + (fault == "short-body" and request.query == b"c=d&e")
        head = b"HTTP/1.1 200 OK\r\n" + DATE + b"x-seen: " + told + b"\r\n"
        if request.continues and fault != "bad-head":
            head = b"HTTP/1.1 100 Continue\r\n\r\n" + head
        if fault == "bad-head" and b"accept" in dict(request.fields):
            head += b"x broken\r\n"
        if request.closes:
            head += b"connection: close\r\n"
        head += b"content-length: %d\r\n\r\n" % length
        self.request.sendall(head + (b"" if request.method == b"HEAD" and fault != "head-body" else body))
        return request.closes

    def harm(self, request):
        seen = request.query == b"c=d&e"
        if fault == "crash" and seen:
            os._exit(3)
        if fault == "hang" and seen:
            time.sleep(3600)
        if fault == "keeps-files" and seen:
            KEPT.append(open(os.devnull))
        if fault == "keeps-threads" and seen:
            threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
        if fault == "keeps-memory" and seen:
            KEPT.append(os.urandom(1 << 20))
        if fault == "says" and seen:
            print("Traceback", file=sys.stderr, flush=True)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass  # a client that is gone


if __name__ == "__main__":
    fault = sys.argv[1]
    loosened(fault)
    print(f"broken by {fault} in {pathlib.Path(__file__).name}", flush=True)
    Server(("127.0.0.1", int(sys.argv[2])), Connection).serve_forever()
