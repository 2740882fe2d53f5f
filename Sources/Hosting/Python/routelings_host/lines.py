"""JSON lines over a socket, for the control channels."""

import json


class Lines:
    """Reads and writes one JSON object a line; never blocks while reading."""

    def __init__(self, sock):
        self.sock = sock
        self._rest = b""

    def send(self, message):
        """Sends one object; a reader that is gone is noticed by `receive`."""
        try:
            self.sock.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            pass

    def receive(self):
        """Returns the objects that one read gave, or None at the end of the stream."""
        try:
            data = self.sock.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            return None
        *whole, self._rest = (self._rest + data).split(b"\n")
        return [json.loads(line) for line in whole if line]
