"""Judges what a server has sent: whether it is HTTP, and whether it is what had to come."""

import re

import frames
from reading import TOKEN, VALUE, fault

STATUS = re.compile(rb"HTTP/1\.1 ([1-9]\d\d) [\t\x20-\x7e\x80-\xff]*")
REFUSALS = {400, 408, 413, 414, 417, 426, 431, 501, 505}


class Answer:
    """One response: its status, its fields, its body, and whether all of it is there."""

    def __init__(self, status, fields):
        self.status, self.fields = status, fields
        self.body, self.is_whole, self.to_end = b"", False, False

    def all(self, name):
        return [value for other, value in self.fields if other == name]


class Malformed(Exception):
    """What came is not HTTP; the text says why."""


def answer(data, place, method, at_end):
    """The response at a place and where the next one begins; None when its head is not whole."""
    end = data.find(b"\r\n\r\n", place)
    if end < 0:
        if not b"HTTP/1.1 ".startswith(data[place : place + 9]):
            raise Malformed(f"no status line: {data[place : place + 60]!r}")
        return None, place
    first, *lines = data[place:end].split(b"\r\n")
    told = STATUS.fullmatch(first)
    if not told:
        raise Malformed(f"no status line: {first[:60]!r}")
    found = Answer(int(told[1]), [field(text) for text in lines])
    place = read_body(found, data, end + 4, method, at_end)
    return found, place


def field(text):
    name = TOKEN.match(text)
    if not name or text[name.end() : name.end() + 2] != b": ":
        raise Malformed(f"no field: {text[:60]!r}")
    if not VALUE.fullmatch(text[name.end() + 2 :]):
        raise Malformed(f"a control character in {text[:60]!r}")
    return name[0].lower(), text[name.end() + 2 :]


def read_body(found, data, place, method, at_end):
    lengths, encodings = found.all(b"content-length"), found.all(b"transfer-encoding")
    if len(lengths) + len(encodings) > 1:
        raise Malformed("the length of a body is told twice")
    if found.status >= 200 and (not found.all(b"date") or not found.all(b"server")):
        raise Malformed("a response without Date or Server")
    if found.status < 200 or found.status in (204, 304) or method == b"HEAD":
        if lengths and found.status < 300 and found.status != 200:
            raise Malformed(f"a length with status {found.status}")
        found.is_whole = True
        return place
    if encodings:
        if encodings != [b"chunked"]:
            raise Malformed(f"the encoding {encodings[0]!r}")
        return read_chunks(found, data, place)
    if not lengths:
        found.body, found.is_whole, found.to_end = data[place:], at_end, True
        return len(data)
    length = int(lengths[0])
    found.body = data[place : place + length]
    found.is_whole = len(found.body) == length
    return place + len(found.body)


def read_chunks(found, data, place):
    while True:
        end = data.find(b"\r\n", place)
        if end < 0:
            return place
        if not re.fullmatch(rb"[0-9a-fA-F]+", data[place:end]):
            raise Malformed(f"the chunk size {data[place:end][:30]!r}")
        size = int(data[place:end], 16)
        if len(data) < end + 4 + size:
            return place
        if data[end + 2 + size : end + 4 + size] != b"\r\n":
            raise Malformed("a chunk that does not end where it should")
        found.body += data[end + 2 : end + 2 + size]
        place = end + 4 + size
        if size == 0:
            found.is_whole = True
            return place


class Judge:
    """Compares what came with what had to come."""

    def __init__(self, expected, end, rest, fields, upgrades):
        self.expected, self.end, self.rest = expected, end, rest
        self.fields, self.upgrades = fields, upgrades

    def look(self, data, at_end):
        """Returns (complaint or None, whether nothing more has to come)."""
        try:
            return self.compare(data, at_end)
        except Malformed as error:
            return f"the answer is malformed: {error}", True

    def compare(self, data, at_end):
        place = 0
        for number, request in enumerate(self.expected):
            if self.end == "websocket" and number == len(self.expected) - 1:
                return self.handshake(request, data, place, at_end)
            found, place, continued = self.final(data, place, request, at_end)
            if continued > request.continues:
                return f"request {number} is continued unasked", True
            if found is None or not found.is_whole:
                lost = f"request {number} has no whole answer" if at_end else None
                return lost, bool(lost)
            wrong = self.unlike(found, request, number)
            if wrong:
                return wrong, True
            closes = b"close" in found.all(b"connection")
            is_last = self.end == "closed" and number == len(self.expected) - 1
            if is_last and not closes:
                return f"request {number} is the last, and its answer says otherwise", True
            if closes or found.to_end:
                # One that is answered before its body has come ends the connection too.
                may = number == len(self.expected) - 1 or found.to_end or request.path == b"/early"
                wrong = None if may else f"the connection is closed after request {number}"
                return wrong or self.nothing(data, place), bool(wrong) or at_end
        return self.last(data, place, at_end)

    def final(self, data, place, request, at_end):
        """The next response that is no 100 Continue."""
        continued = 0
        while True:
            found, place = answer(data, place, request.method, at_end)
            if found is None or found.status != 100:
                return found, place, continued
            continued += 1

    def unlike(self, found, request, number):
        status = fault(request) if request.websocket and self.upgrades else None
        if status:
            return None if found.status == status else f"a wrong handshake gets {found.status}"
        said = found.all(b"x-seen")
        if found.status != 200 or len(said) != 1:
            return f"request {number} gets {found.status}: {found.body[:80]!r}"
        wanted = request.seen(self.fields)
        if request.path != b"/early" and said[0] != wanted.encode():
            return f"request {number} was seen as {said[0].decode()}, not {wanted}"
        if request.method != b"HEAD" and found.body != b"seen":
            return f"the body of answer {number} is {found.body[:60]!r}"
        return None

    def handshake(self, request, data, place, at_end):
        found, place = answer(data, place, request.method, at_end)
        if found is None:
            return ("a handshake is not answered" if at_end else None), at_end
        if found.status != 101:
            return f"a handshake gets {found.status}", True
        return frames.complaint(self.rest, data[place:], at_end)

    def last(self, data, place, at_end):
        """What may follow after the last request that is whole."""
        while data[place:].startswith(b"HTTP/1.1 100 "):
            _, place = answer(data, place, b"GET", at_end)
        if place == len(data):
            missing = self.end == "refused" and at_end
            is_over = self.end in ("end", "incomplete") or at_end
            return ("what is no request has no answer" if missing else None), is_over
        if self.end not in ("refused", "incomplete"):
            return f"unasked: {data[place : place + 80]!r}", True
        found, place = answer(data, place, b"GET", at_end)
        if found is None or not found.is_whole:
            return ("a refusal is cut short" if at_end else None), at_end
        # What needs no body may be answered before it turns out that the body is wrong.
        if found.status not in REFUSALS and not found.all(b"x-early"):
            return f"what is no request gets {found.status}: {found.all(b'x-seen')}", True
        if b"close" not in found.all(b"connection"):
            return "a refusal leaves the connection open", True
        return self.nothing(data, place), at_end

    def nothing(self, data, place):
        more = data[place:]
        return f"served after the end: {more[:80]!r}" if more else None
