"""One WebSocket in an ASGI app; before it is accepted it may still become a plain response."""

import collections

from . import channel as frames
from .exchange import ClientLeft, Exchange

#: What a message counts beside its contents; `WebSocketConnection.swift` has the same number.
MESSAGE_WEIGHT = 128

EXTENSIONS = ("websocket.http.response",)


class WebSocket(Exchange):
    """From the request to the end of the connection."""

    __slots__ = ("messages", "state", "disconnect")

    def __init__(self, server, stream, request):
        super().__init__(server, stream, request, "websocket", "ws")
        self.scope.pop("method")
        self.scope["subprotocols"] = [
            word.strip()
            for name, value in self.scope["headers"]
            if name == b"sec-websocket-protocol"
            for word in value.decode("latin-1").split(",")
        ]
        self.scope["extensions"] = {name: {} for name in EXTENSIONS}
        self.messages = collections.deque()
        self.messages.append({"type": "websocket.connect"})
        self.state = "connecting"
        self.disconnect = None

    async def receive(self):
        """The awaitable of the ASGI specification."""
        while True:
            if self.messages:
                return self.taken(self.messages.popleft())
            if self.disconnect:
                return self.disconnect
            if self.gone or self.ended or self.done:
                return {"type": "websocket.disconnect", "code": 1006, "reason": ""}
            self.waiter = self.server.loop.create_future()
            await self.waiter

    def taken(self, message):
        if type(message) is dict:
            return message
        payload = frames.CREDIT.pack(len(message) - 1 + MESSAGE_WEIGHT)
        self.channel.post(frames.CREDIT_BODY, self.stream, payload)
        self.server.flush_soon()
        if message[0]:
            return {"type": "websocket.receive", "bytes": message[1:]}
        return {"type": "websocket.receive", "text": message[1:].decode()}

    async def send(self, message):
        """The awaitable of the ASGI specification."""
        kind = message["type"]
        if self.state == "connecting" and kind == "websocket.accept":
            self.accept(message)
        elif self.state == "connecting" and kind == "websocket.close":
            self.state = "denied"
            self.channel.respond(self.stream, 403, [], b"")
            self.finish()
        elif self.state in ("connecting", "denied") and kind.startswith("websocket.http.response."):
            self.state = "denied"
            await super().send({**message, "type": kind.removeprefix("websocket.")})
        elif self.state == "open" and kind == "websocket.send":
            await self.send_message(message)
        elif self.state == "open" and kind == "websocket.close":
            self.close(message.get("code") or 1000, message.get("reason") or "")
        else:
            raise RuntimeError(f"the app sent {kind!r} where the ASGI specification forbids it")
        self.server.flush_soon()

    def accept(self, message):
        self.leave_if_gone()
        headers = list(message.get("headers") or ())
        subprotocol = message.get("subprotocol")
        if subprotocol is not None:
            headers.append((b"sec-websocket-protocol", subprotocol.encode("latin-1")))
        self.channel.post(frames.ACCEPT, self.stream, frames.head(101, headers))
        self.state = "open"

    async def send_message(self, message):
        text = message.get("text")
        payload = b"\0" + text.encode() if text is not None else b"\1" + bytes(message["bytes"])
        while self.window <= 0 and not self.disconnect and not self.gone:
            self.credit = self.server.loop.create_future()
            await self.credit
        self.leave_if_gone()
        self.window -= len(payload)
        self.channel.post(frames.APP_MESSAGE, self.stream, payload)

    def leave_if_gone(self):
        if self.disconnect or self.gone:
            raise ClientLeft("the client is gone")

    def close(self, code, reason):
        self.leave_if_gone()
        payload = frames.CODE.pack(code) + reason.encode()
        self.channel.post(frames.APP_CLOSE, self.stream, payload)
        self.state, self.done = "closed", True
        self.disconnect = {"type": "websocket.disconnect", "code": code, "reason": reason}
        self.wake()

    def returned(self):
        if self.state == "open" and not self.disconnect:
            self.close(1000, "")
        elif self.state in ("connecting", "denied"):
            super().returned()

    def answer_failure(self):
        if self.state in ("connecting", "denied"):
            super().answer_failure()
        elif self.state == "open" and not self.disconnect:
            self.close(1011, "the app raised an exception")

    def abort(self):
        """The app's task was cancelled."""
        if self.state in ("connecting", "denied"):
            super().abort()
        elif self.state == "open" and not self.disconnect:
            self.close(1011, "the app was cancelled")

    def arrived(self, payload):
        self.messages.append(payload)
        self.wake()

    def closed(self, payload):
        """The client has closed, or its connection is lost."""
        code, reason = frames.CODE.unpack_from(payload)[0], payload[2:].decode("utf-8", "replace")
        self.disconnect = {"type": "websocket.disconnect", "code": code, "reason": reason}
        self.cancel()
