"""Frames between a worker and the server: length, kind, stream id, payload."""

import collections
import contextvars
import itertools
import json
import os
import struct
import threading

HEADER = struct.Struct("<IBI")  # payload length, kind, stream id
END = struct.Struct("<III")  # entered, left, handler
LEAVING = struct.Struct("<IBIIII")  # the header of a frame, then END
RESPONSE = struct.Struct("<HI")  # status, length of the header block
WHOLE = struct.Struct("<IBIHI")  # the header of a frame, then RESPONSE
CREDIT = struct.Struct("<I")
CODE = struct.Struct("<H")  # of a WebSocket's close

# From the server.
(
    REQUEST,
    BODY,
    BODY_END,
    CANCEL,
    GRANT,
    STOP,
    SYNC,
    WHERE,
    INPUT_ENDED,
    WEBSOCKET,
    MESSAGE,
    CLOSED,
) = range(1, 13)
# To the server.
(
    READY,
    FAILED,
    RESPONSE_WHOLE,
    RESPONSE_HEAD,
    RESPONSE_DATA,
    RESPONSE_DONE,
    LEFT,
    LOG,
    TRACEBACK,
    HANDLER,
    CREDIT_BODY,
    SYNCED,
    ABORT,
    STOPPED,
    STANDS,
    STALLED,
    ACCEPT,
    APP_MESSAGE,
    APP_CLOSE,
    TRACE,
    OVERSIGHT,
    ASKS_TO_STOP,
) = range(64, 86)

#: How many bytes of a streamed response may be under way before the server asks for more.
WINDOW = 256 * 1024

#: Frames that may wait for the end of a batch, so that the server works meanwhile.
BATCH = 32

#: Parts for one call of `sendmsg`; every system takes these many.
MOST_PARTS = 16

#: From this size on a body is sent as it is, not copied together with what goes before it.
LARGE = 16 * 1024

#: The request that the running code belongs to; 0 is the app itself.
current_stream = contextvars.ContextVar("routelings_stream", default=0)

sequence = itertools.count(1)


class Channel:
    """Writes frames from any thread, and cuts what was read into frames.

    Frames are put in a queue; whoever flushes writes for all. The server always reads, so a
    blocking write does not wait for a client.
    """

    def __init__(self, sock):
        self.sock = sock
        self.pending = collections.deque()
        self.lock = threading.Lock()
        self.abandoned = False
        self._rest = b""
        self._parts, self._missing = [], 0
        self._handlers = {}
        os.register_at_fork(after_in_child=self._abandon)

    def post(self, kind, stream=0, payload=b""):
        """Puts a frame in the queue; `flush` sends it."""
        if self.abandoned:
            os._exit(0)  # a child that the learner's program forked has returned into our code
        self.pending.append(HEADER.pack(len(payload), kind, stream) + payload)

    def respond(self, stream, status, headers, body):
        """Puts a complete response in the queue."""
        if self.abandoned:
            os._exit(0)
        expect_final(status)
        block = header_block(headers)
        size = len(block)
        head = WHOLE.pack(
            RESPONSE.size + size + len(body), RESPONSE_WHOLE, stream, status, size
        ) + block  # fmt: skip
        self.pending.append(head + body if len(body) < LARGE else (head, bytes(body)))

    def post_json(self, kind, stream, value):
        """Puts a frame with a JSON payload in the queue."""
        self.post(kind, stream, json.dumps(value).encode("utf-8", "replace"))

    def flush(self, wait=False):
        """Sends what is in the queue, unless another thread is doing it.

        With `wait`, all of it is sent when this returns: who is going to exit must not leave
        while another thread is at it.
        """
        pending = self.pending
        while pending or wait:
            if not self.lock.acquire(blocking=wait):
                return
            wait = False
            try:
                small, parts = [], []
                while pending:
                    frame = pending.popleft()
                    if type(frame) is tuple:
                        head, body = frame
                        small.append(head)
                        parts += (b"".join(small), body)
                        small = []
                    else:
                        small.append(frame)
                if small:
                    parts.append(b"".join(small))
                send_parts(self.sock, parts)
            except OSError:
                os._exit(0)  # the tutor is gone
            finally:
                self.lock.release()

    def frames(self, data):
        """Returns [(kind, stream, payload)] for all frames that `data` completes."""
        if len(data) < self._missing:
            self._parts.append(data)
            self._missing -= len(data)
            return []
        if self._rest:
            data = b"".join((self._rest, *self._parts, data))
            self._parts, self._missing = [], 0
        found, start, size = [], 0, len(data)
        while size - start >= 9:
            length, kind, stream = HEADER.unpack_from(data, start)
            end = start + 9 + length
            if end > size:
                self._missing = end - size
                break
            found.append((kind, stream, data[start + 9 : end]))
            start = end
        self._rest = data[start:] if start else data
        return found

    def handler(self, key, describe):
        """Returns the number of a handler, told to the server once; 0 for none."""
        if key is None:
            return 0
        number = self._handlers.get(key)
        if number is None:
            number = self._handlers[key] = len(self._handlers) + 1
            self.post_json(HANDLER, number, describe(key))
        return number

    def left(self, stream, entered, handler):
        """Says that a request has left the app."""
        if self.abandoned:
            os._exit(0)
        self.pending.append(LEAVING.pack(END.size, LEFT, stream, entered, next(sequence), handler))

    def _abandon(self):
        self.abandoned = True
        self.pending = collections.deque()
        self.lock = threading.Lock()
        try:
            self.sock.close()
        except OSError:
            pass


def send_parts(sock, parts):
    """Sends bytes in one call where the system takes them all."""
    if len(parts) == 1:
        return sock.sendall(parts[0])
    for start in range(0, len(parts), MOST_PARTS):
        some = parts[start : start + MOST_PARTS]
        sent = sock.sendmsg(some)
        for part in some:
            if sent < len(part):
                sock.sendall(memoryview(part)[sent:])
            sent = max(0, sent - len(part))


def header_block(headers):
    """Joins [(name, value)] bytes to lines; refuses what could start a header of its own."""
    lines = [b": ".join((name.lower(), value)) for name, value in headers]
    lines.append(b"")
    block = b"\r\n".join(lines)
    if block.count(b"\n") != len(headers) or block.count(b"\r") != len(headers) or b"\0" in block:
        raise ValueError("a response header contains a line break or a zero byte")
    if block.count(b"content-length: ") > 1:
        lengths = {value.decode("latin-1") for name, value in headers if name == b"content-length"}
        if len(lengths) > 1:
            told = " and ".join(sorted(lengths))
            raise ValueError(f"the response has more than one Content-Length: {told}")
    return block


def expect_final(status):
    """Refuses a status that no answer ends with (RFC 9110, section 15)."""
    if not isinstance(status, int) or not 200 <= status <= 999:
        raise ValueError(f"{status} is no status of an answer: that is a number from 200 to 999")


def head(status, headers):
    """Returns the payload of the head of a streamed response, or of a WebSocket."""
    block = header_block(headers)
    return RESPONSE.pack(status, len(block)) + block


class Failed(Exception):
    """The app cannot be served; `facts` say why."""

    def __init__(self, facts):
        super().__init__(facts.get("kind"))
        self.facts = facts
