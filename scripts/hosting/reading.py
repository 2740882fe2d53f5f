"""What the bytes of a client mean, read a second time and apart from the server.

`requests` says what RFC 9112 makes of a whole stream: the requests that have to be answered, and how
it ends. Written from the specification, so that it and the server are unlikely to err alike.
"""

import dataclasses
import re
import zlib

TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([^\x00-\x20\x7f]+) HTTP/(\d)\.(\d)")
HOST = re.compile(rb"[-A-Za-z0-9._~%!$&'()*+,;=:\[\]]*")
VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})(;[\t\x20-\x7e\x80-\xff]*)?")
MOST_TARGET, MOST_HEAD, MOST_LINE, MOST_TRAILERS = 16 << 10, 64 << 10, 4096, 16 << 10


@dataclasses.dataclass
class Request:
    """A request that is whole."""

    method: bytes = b""
    path: bytes = b""
    query: bytes = b""
    is_new: bool = True
    fields: list = dataclasses.field(default_factory=list)
    body: bytes = b""
    #: Nothing is read after this request.
    closes: bool = False
    continues: bool = False
    websocket: bool = False

    def seen(self, fields):
        """What the apps of this folder say that they saw."""
        said = [crc(self.path), crc(self.query), len(self.body), crc(self.body)]
        if fields:
            said.append(crc(b"\n".join(b"%b:%b" % field for field in self.fields)))
        return " ".join([self.method.decode(), *map(str, said)])

    def all(self, name):
        return [value for other, value in self.fields if other == name]


class Refused(Exception):
    """What came is no request: an answer of the server's own, and the end."""


class Incomplete(Exception):
    """More would have to come."""


def crc(data):
    """A number for some bytes."""
    return zlib.crc32(data)


def requests(data, upgrades):
    """Returns [Request], how the stream ends and what is behind it.

    It ends with `end`, `closed`, `refused`, `incomplete`, or `websocket` where `upgrades`.
    """
    found, place = [], 0
    while True:
        while data[place : place + 2] == b"\r\n":
            place += 2
        if place >= len(data):
            return found, "end", b""
        try:
            request, place = one(data, place)
        except Refused:
            return found, "refused", b""
        except (Incomplete, RecursionError):
            return found, "incomplete", b""
        found.append(request)
        if request.websocket and upgrades and not fault(request):
            return found, "websocket", data[place:]
        if request.closes:
            return found, "closed", data[place:]


def fault(request):
    """The status that a handshake is refused with (RFC 6455, 4.2.1), None for one that is right."""
    if request.all(b"sec-websocket-version") != [b"13"]:
        return 426
    keys = request.all(b"sec-websocket-key")
    return None if len(keys) == 1 and re.fullmatch(rb"[A-Za-z0-9+/]{22}==", keys[0]) else 400


def line(data, place, most):
    """The line at a place, without its end, and where the next one begins."""
    end = data.find(b"\n", place)
    if end < 0:
        raise Incomplete
    if end == place or end - place > most or data[place:end].find(b"\r") != end - place - 1:
        raise Refused
    return data[place : end - 1], end + 1


def field(text):
    """Name and value of a line."""
    name = TOKEN.match(text)
    if not name or text[name.end() : name.end() + 1] != b":":
        raise Refused
    value = text[name.end() + 1 :].strip(b" \t")
    if not VALUE.fullmatch(value):
        raise Refused
    return name[0].lower(), value


def one(data, place):
    """The request at a place, and where the next one begins."""
    start = place
    text, place = line(data, place, MOST_TARGET + 64)
    told = LINE.fullmatch(text)
    if not told or told[3] != b"1" or len(told[2]) > MOST_TARGET:
        raise Refused
    request = Request(method=told[1], is_new=told[4] != b"0")
    authority = split_target(request, told[2])
    while True:
        text, place = line(data, place, MOST_HEAD)
        if place - start > MOST_HEAD:
            raise Refused
        if not text:
            break
        request.fields.append(field(text))
    length = interpret(request)
    if authority is not None:
        request.fields = [(n, authority if n == b"host" else v) for n, v in request.fields]
    if length is None:
        request.body, place = chunks(data, place)
    elif place + length > len(data):
        raise Incomplete
    else:
        request.body, place = data[place : place + length], place + length
    return request, place


def split_target(request, target):
    """Path and query of a target; returns its authority if it has one (RFC 9112, 3.2)."""
    authority = None
    if target == b"*" and request.method == b"OPTIONS":
        request.path = target
        return None
    if not target.startswith(b"/"):
        absolute = re.fullmatch(rb"(?i)(?:http|ws)s?://([^/?]+)(.*)", target, re.S)
        if not absolute or request.method == b"CONNECT" or not HOST.fullmatch(absolute[1]):
            raise Refused
        authority, target = absolute[1], absolute[2]
    path, _, request.query = target.partition(b"?")
    request.path = path or b"/"
    return authority


def words(values):
    """The members of lists."""
    every = (word.strip(b" \t").lower() for value in values for word in value.split(b","))
    return [word for word in every if word]


def interpret(request):
    """What the fields mean; returns the length of the body, None for chunks."""
    hosts = request.all(b"host")
    if len(hosts) > 1 or not hosts and request.is_new or not all(map(HOST.fullmatch, hosts)):
        raise Refused
    connection = words(request.all(b"connection"))
    if request.is_new:
        request.closes = b"close" in connection
    else:
        request.closes = b"keep-alive" not in connection
    expected = [value.lower() for value in request.all(b"expect")]
    if request.is_new and any(value != b"100-continue" for value in expected):
        raise Refused
    request.continues = request.is_new and bool(expected)
    length = body_length(request)
    request.websocket = (
        request.is_new and request.method == b"GET" and length == 0 and b"upgrade" in connection
        and request.all(b"upgrade")[-1:] and request.all(b"upgrade")[-1].lower() == b"websocket"
    )  # fmt: skip
    return length


def body_length(request):
    """RFC 9112, 6.3, where everything that could be read in two ways is refused."""
    lengths, encodings = request.all(b"content-length"), request.all(b"transfer-encoding")
    if encodings:
        # An empty field beside another is allowed, but nobody sends it in good faith.
        is_empty = not all(words([encoding]) for encoding in encodings)
        if lengths or not request.is_new or words(encodings) != [b"chunked"] or is_empty:
            raise Refused
        return None
    if not lengths:
        return 0
    if len(lengths) > 1 or not re.fullmatch(rb"\d+", lengths[0]):
        raise Refused
    return int(lengths[0])


def chunks(data, place):
    """A body in chunks, and where the next request begins."""
    body = []
    while True:
        text, place = line(data, place, MOST_LINE)
        size = SIZE.fullmatch(text)
        if not size:
            raise Refused
        count = int(size[1], 16)
        if count == 0:
            break
        if place + count > len(data):
            raise Incomplete
        body.append(data[place : place + count])
        place += count
        text, place = line(data, place, MOST_LINE)
        if text:
            raise Refused
    trailers = 0
    while True:
        text, place = line(data, place, MOST_LINE)
        if not text:
            return b"".join(body), place
        trailers += len(text)
        if trailers > MOST_TRAILERS:
            raise Refused
        field(text)
