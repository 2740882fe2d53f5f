"""Requests that are wrong, from a seed: in their structure, in their bytes, in how they arrive."""

from frames import masked

METHODS = [b"GET"] * 4 + [b"POST"] * 4 + [b"HEAD", b"PUT", b"DELETE", b"OPTIONS", b"M-SEARCH", b"get"]
TARGETS = [
    b"/", b"/a%20b?c=d&e", b"/stream", b"/early", b"/write", b"/file", b"/x/../y//z;p?", b"/%zz%00%ff?%", b"/\xc3\xa9?\xff",
    b"http://h:1/x?y", b"HTTP://other/stream", b"http://h?q", b"https://[::1]:8/", b"*", b"//h/x", b"?q",
]  # fmt: skip
TARGETS_NOT = [
    b"x", b"http:///x", b"http://", b"ftp://h/", b"/a b", b"/a\tb", b"h:80", b"", b"/\x01", b"/\x7f",
    b"https://u:p@h/", b"http://h\xc3\xa9/"]  # fmt: skip
FIELDS = [
    b"Accept: */*", b"Cookie: a=b; c=d", b"X-Empty:", b"X-Blank: \t ", b"X-High: \xe9\xff", b"X-A:b",
    b"Connection: keep-alive", b"Connection: close", b"Connection: TE, , Close", b"Connection:\tclose\t",
    b"Expect: 100-continue", b"Expect: 100-Continue", b"X-Long: " + b"v" * 9000, b"Content-Length: 0",
    b"X_Under: 1", b"Trailer: A", b"Upgrade: h2c", b"Keep-Alive: timeout=5", b"Connection: closed",
    b"Connection: close foo", b"Cookie: e=f",
]  # fmt: skip
FIELDS_NOT = [
    b"Host : x", b"X-Space : x", b"X-Tab\t: x", b" X: folded", b"\tX: folded", b": none", b"no colon", b"X\0: y", b"X: \0",
    b"X: a\rb", b"X: a\nb", b"Host: a b", b"Host: a/b", b"X\xc3\xa9: y", b"Host: second", b"X: \x7f", b"X: \x0b", b"(x): y", b"X y: z",
    b"Transfer-Encoding : chunked", b"Transfer-Encoding: xchunked", b"Transfer-Encoding: chunked, identity",
    b"Transfer-Encoding: identity, chunked", b"Transfer-Encoding: chunked, chunked", b"X: y\r\rZ: w",
    b"Transfer-Encoding: \x0bchunked", b"Transfer-Encoding: chunked foo", b"Transfer-Encoding: gzip",
    b"Transfer-Encoding: chun\xe2\x84\xaaed", b"Transfer-Encoding: chunked;q=1", b"Transfer-Encoding:",
    b"Transfer-Encoding: ,", b"Transfer-Encoding: \"chunked\"", b"Transfer-Encoding\r\n: chunked",
    b"Content-Length: +5", b"Content-Length: 0x5", b"Content-Length: 5, 5", b"Content-Length: -1",
    b"Content-Length: 5 5", b"Content-Length:", b"Content-Length: 1e1", b"Content-Length: \xd9\xa5",
    b"Content-Length: 99999999999999999999", b"Content-Length: 7", b"Content-Length: 5.0", b"Expect: cake",
    b"Expect: 100-continue, x", b"X-Huge: " + b"h" * 70_000, b"X-Huge: " + b"h" * 64_000,
]  # fmt: skip
SIZES_NOT = [
    b"0x3", b" 3", b"3 ", b"-3", b"+3", b"", b"3\n", b"3\r", b"ffffffffffffffffff", b"3;\0", b"3 ;x", b"3,",
    b"g", b"3;" + b"e" * 5000, b"3;\n", b"3;a\rb", b"\xd9\xa3", b"00000000000000003",
]  # fmt: skip
TRAILERS = [b"A: b", b"Content-Length: 9", b"Transfer-Encoding: chunked", b"Host: t", b"T: " + b"t" * 3000]
TRAILERS_NOT = [b" folded", b"no colon", b"A : b", b"A: \0", b"A: b\n", b"A: b\rc", b"T: " + b"t" * 5000]
WORDS = [
    b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b"Content-Length: 7\r\n", b"%", b"\r\n\r\n", b"\xff",
    b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n", b"Host: x\r\n", b"HTTP/1.1", b"-1", b"0x10", b";", b",",
    b"A" * 5000, b"\x81\xff", b"GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n", b"\r\n ", b"\x85", b"\xe2\x84\xaa",
]  # fmt: skip
HANDSHAKE = [
    b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Version: 13",
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
]  # fmt: skip
HANDSHAKE_NOT = [
    b"Upgrade: h2c", b"Upgrade: websocke\xe2\x84\xaa", b"Sec-WebSocket-Version: 12", b"Sec-WebSocket-Key: short",
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Connection: close", b"Content-Length: 3",
]  # fmt: skip


class Mangler:
    """Makes one client's stream."""

    def __init__(self, chance):
        self.chance = chance
        #: How often a part is wrong: many streams have one mistake, some have several, some none.
        self.rate = chance.choice([0, 0.02, 0.05, 0.2])

    def pick(self, good, bad):
        return self.chance.choice(bad if bad and self.chance.random() < self.rate else good)

    def stream(self):
        """The bytes of one connection."""
        if self.chance.random() < 0.12:
            data = self.socket()
        else:
            data = b"".join(self.request() for _ in range(self.chance.choice([1, 1, 2, 3, 6])))
        return self.mutated(data) if self.chance.random() < 0.5 else data

    def request(self):
        chance = self.chance
        method = chance.choice(METHODS)
        target = self.pick(TARGETS, TARGETS_NOT)
        if chance.random() < 0.01:
            target = b"/" + b"t" * chance.choice([16_000, 16_383, 16_384, 17_000])
        version = self.pick([b"1.1"] * 9 + [b"1.0", b"1.2"], [b"2.0", b"0.9", b"1.1 ", b"1,1", b"11.1", b""])
        fields = [b"Host: h"] if version[:3] != b"1.0" or chance.random() < 0.5 else []
        fields += [self.pick(FIELDS, FIELDS_NOT) for _ in range(chance.choice([0, 0, 1, 2, 4]))]
        told, body = self.body() if chance.random() < 0.6 else ([], b"")
        fields += told
        chance.shuffle(fields)
        end = self.pick([b"\r\n"], [b"\n", b"\r", b"\n\r", b"\r\r\n"])
        lines = [method + b" " + target + b" HTTP/" + version, *fields, b""]
        ends = [b"\r\n"] * len(lines)
        ends[chance.randrange(len(ends))] = end
        return b"".join(text + end for text, end in zip(lines, ends)) + body

    def body(self):
        """Fields that tell a body's length, and the body; now and then one that looks like a request."""
        chance = self.chance
        contents = chance.choice([
            b"", b"abcde", b"GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n", b"0\r\n\r\n", bytes(range(256)),
            b"x" * chance.choice([4096, 70_000]),
        ])  # fmt: skip
        if chance.random() < 0.5:
            size = len(contents) + (chance.choice([-1, 1, 5]) if chance.random() < self.rate else 0)
            told = [b"Content-Length: %d" % max(0, size)]
        else:
            told = [chance.choice([b"Transfer-Encoding: chunked", b"transfer-encoding:CHUNKED ", b"TE: x\r\n"
                                   b"Transfer-Encoding: , chunked,"])]  # fmt: skip
            contents = self.chunked(contents)
        if chance.random() < self.rate:
            told += [chance.choice([b"Transfer-Encoding: chunked", b"Content-Length: 5"])]
        return told, contents

    def chunked(self, contents):
        chance, parts = self.chance, []
        while contents:
            count = min(len(contents), chance.choice([1, 3, 100, 5000]))
            size = self.pick([b"%x" % count, b"%X" % count, b"00%x" % count, b"%x;a=b" % count], SIZES_NOT)
            end = self.pick([b"\r\n"], [b"", b"\n", b"\r", b"x\r\n", b"\r\n\r\n"])
            parts += [size, b"\r\n", contents[:count], end]
            contents = contents[count:]
        parts.append(self.pick([b"0", b"0", b"000", b"0;last"], [b"0 ", b"-0", b"0x0", b""]) + b"\r\n")
        for _ in range(chance.choice([0, 0, 0, 1, 2, 8])):
            parts += [self.pick(TRAILERS, TRAILERS_NOT), b"\r\n"]
        return b"".join(parts) + self.pick([b"\r\n"], [b"\n", b"\r", b""])

    def socket(self):
        """A handshake and frames."""
        chance = self.chance
        fields = [self.pick([one], HANDSHAKE_NOT) for one in HANDSHAKE] + [b"Host: h"]
        fields += [self.pick(FIELDS, FIELDS_NOT)] if chance.random() < 0.2 else []
        chance.shuffle(fields)
        head = b"GET /ws HTTP/1.1\r\n" + b"".join(field + b"\r\n" for field in fields) + b"\r\n"
        return head + b"".join(self.frame() for _ in range(chance.choice([0, 1, 2, 5]))) + self.pick(
            [masked(8, b"\x03\xe8"), masked(8, b""), masked(8, b"\x0f\xa1enough")],
            [masked(8, b"\x03"), masked(8, b"\x03\xed"), masked(8, b"\x03\xe8\xff"), b"\x88\x00", b""],
        )

    def frame(self):
        chance = self.chance
        opcode = self.pick([1, 2, 9, 10], [0, 3, 7, 8, 11, 15])
        contents = self.pick([b"", b"abc", "é".encode(), b"x" * 125], [b"\xff", b"x" * 126, b"\xc3"])
        if opcode in (1, 2) and chance.random() < 0.3:
            size = chance.choice([126, 65_535, 65_536, 100_000])
            contents = b"y" * size
        fin = opcode > 7 or chance.random() < 0.8
        frame = bytearray(masked(opcode, contents, chance.randbytes(4), fin=fin))
        if chance.random() < self.rate:
            frame[chance.randrange(2)] ^= chance.choice([0x80, 0x40, 0x10, 0x01])
        if not fin:
            frame += masked(self.pick([0], [1, 9, 3]), b"z", fin=chance.random() < 0.9)
        return bytes(frame)

    def mutated(self, data):
        """Some bytes changed, lost, doubled, moved, put in between; or an end that is missing."""
        chance, data = self.chance, bytearray(data)
        for _ in range(chance.choice([1, 1, 2, 3, 8])):
            place = chance.randrange(len(data) + 1)
            match chance.randrange(6):
                case 0:
                    data[place : place + 1] = bytes([chance.randrange(256)])
                case 1:
                    del data[place : place + chance.choice([1, 1, 2, 9])]
                case 2:
                    data[place:place] = chance.choice(WORDS)
                case 3:
                    end = min(len(data), place + chance.randrange(1, 40))
                    data[place:place] = data[place:end]
                case 4:
                    other = chance.randrange(len(data) + 1)
                    data[place:place], data[other : other + 9] = data[other : other + 9], b""
                case 5:
                    if chance.random() < 0.3:
                        del data[place:]
            data = data or bytearray(b"\r\n")
        return bytes(data)


def pieces(data, chance):
    """The bytes in one piece, in a few, or one by one around a place."""
    cuts = sorted(chance.randrange(len(data) + 1) for _ in range(chance.choice([0, 0, 1, 3])))
    if chance.random() < 0.05:
        start = chance.randrange(len(data) + 1)
        cuts = list(range(start, min(len(data), start + 30)))
    return [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)]) if start < end]
