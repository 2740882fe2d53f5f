"""What the learner's program prints, tied to the request that it prints for."""

import io
import logging
import os
import sys
import threading

from . import channel as frames
from . import failures


class TaggedStream(io.TextIOBase):
    """A text stream that sends each line with the id of the running request."""

    encoding = "utf-8"
    errors = "backslashreplace"
    mode = "w"
    newlines = None
    line_buffering = True
    write_through = True

    def __init__(self, channel, source, fd):
        self.name = ("<stdout>", "<stderr>")[fd - 1]
        self._channel = channel
        self._source = source
        self._fd = fd
        self._partial = {}
        self._lock = threading.RLock()
        self.buffer = io.FileIO(fd, "w", closefd=False)

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return self._fd

    def reconfigure(self, **options):
        """Does nothing: lines are sent as they are complete, in UTF-8, whatever a program asks for."""

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._channel.abandoned:
            os.write(self._fd, text.encode("utf-8", "backslashreplace"))
            return len(text)
        stream = frames.current_stream.get()
        with self._lock:
            whole = self._partial.pop(stream, "") + text
            lines, newline, rest = whole.rpartition("\n")
            if rest and len(rest) < 8192:
                self._partial[stream] = rest
            elif rest:
                lines, newline = whole, "\n"
            if newline:
                self._send(stream, lines)
        return len(text)

    def finish(self, stream):
        """Sends the line that a request has begun."""
        if stream in self._partial:
            with self._lock:
                rest = self._partial.pop(stream, "")
            if rest:
                self._send(stream, rest)

    def flush(self):
        pass

    def _send(self, stream, text):
        payload = text.encode("utf-8", "backslashreplace")
        self._channel.post(frames.LOG, stream, bytes([self._source]) + payload)
        self._channel.flush()


def install(channel, root):
    """Puts tagged streams in place, and watches the log for tracebacks; returns the streams."""
    sys.stdout = TaggedStream(channel, 1, 1)
    sys.stderr = TaggedStream(channel, 2, 2)
    for stream in (sys.__stdout__, sys.__stderr__):
        stream.reconfigure(line_buffering=True)  # nobody flushes them at the end
    original = logging.getLogRecordFactory()

    def factory(*arguments, **named):
        record = original(*arguments, **named)
        stream = frames.current_stream.get()
        if stream and record.exc_info and record.exc_info[1] and not channel.abandoned:
            channel.post_json(frames.TRACEBACK, stream, failures.describe(record.exc_info[1], root))
        return record

    logging.setLogRecordFactory(factory)
    return sys.stdout, sys.stderr
