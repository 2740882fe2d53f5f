"""Sends mutated requests to our server and prints what broke.

Each case is made from a seed: a good request, or several, of which bytes are changed, dropped,
doubled or exchanged, and which is cut into pieces. After it the connection is ended, and what came
back has to be nothing or whole responses of HTTP/1.1. Every so often a good request has to be
answered, at once. In the end the server must be alive, with the processes, descriptors and memory
that it had before.

usage: fuzz.py --routelings PATH [--cases 200000] [--seed 1] [--interface asgi|wsgi]
"""

import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import socket
import sys
import time

from serving import Server, ours, tree

HERE = pathlib.Path(__file__).parent
HEADS = [
    b"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    b"GET /a%20b?c=d&e HTTP/1.1\r\nHost: h\r\nAccept: */*\r\nCookie: a=b; c=d\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde",
    b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nA: b\r\n\r\n",
    b"HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    b"GET http://h:1/x HTTP/1.1\r\nHost: h\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab",
    b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    b"\x81\x83\x01\x02\x03\x04`ac\x89\x80\x00\x00\x00\x00\x88\x82\x00\x00\x00\x00\x03\xe8",
]
WORDS = [
    b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b"Content-Length: 7\r\n", b"%", b"%zz", b"\xff",
    b"Transfer-Encoding: chunked\r\n", b"Content-Length: 99999999999999999999\r\n", b"0\r\n\r\n",
    b"Host: x\r\n", b"HTTP/1.1", b"-1", b"0x10", b"ffffffffffffffff", b";", b",", b"A" * 5000, b"\x81\xff",
]  # fmt: skip
GOOD = b"POST /good HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 4\r\n\r\ngood"


def mutated(chance):
    """A request that is wrong in a few places, or in none."""
    data = bytearray(b"".join(chance.choices(HEADS, k=chance.choice([1, 1, 1, 2, 3]))))
    for _ in range(chance.choice([0, 1, 1, 2, 3, 8])):
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
                data[place:place], data[other:other] = data[other : other + 9], b""
            case 5:
                del data[place:]
        data = data or bytearray(b"\r\n")
    return bytes(data)


def pieces(data, chance):
    """The bytes in one piece or in a few."""
    cuts = sorted(chance.randrange(len(data) + 1) for _ in range(chance.choice([0, 0, 1, 3])))
    return [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)]) if start < end]


def exchange(port, parts, chance):
    """Sends the pieces, ends the connection in one of three ways, and returns what came."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for part in parts:
                sock.sendall(part)
            ending = chance.randrange(8)
            if ending == 0:  # gone at once, with what it is owed unread
                return None
            if ending == 1:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                return None
            sock.shutdown(socket.SHUT_WR)
            received = b""
            while more := sock.recv(65536):
                received += more
            return received
        except (ConnectionResetError, BrokenPipeError):
            return None


def complaint(received):
    """What is wrong with an answer; None for nothing."""
    rest = received
    while rest:
        head, end, rest = rest.partition(b"\r\n\r\n")
        if not end or not re.match(rb"HTTP/1\.1 [1-5]\d\d [^\r\n]*(\r\n[^\r\n:]+: [^\r\n]*)*$", head):
            return f"no response: {received[:200]!r}"
        status = int(head[9:12])
        if status == 101:
            return None  # frames from here on
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        if status < 200 or status in (204, 304):
            continue
        if length and not rest.startswith(b"HTTP/1.1 "):
            if len(rest) < int(length[1]) and rest:
                return f"a body is cut short: {received[:200]!r}"
            rest = rest[int(length[1]) :]
        elif not length:
            return None  # chunks, or to the end: an HTTP library's tests are for these
    return None


def run(port, seed, number):
    """Carries out one case; returns what is wrong with it."""
    chance = random.Random(f"{seed}-{number}")
    data = mutated(chance)
    try:
        received = exchange(port, pieces(data, chance), chance)
    except TimeoutError:
        return f"case {number} hangs: {data[:300]!r}"
    except OSError as error:
        return f"case {number}: {error}: {data[:300]!r}"
    wrong = received and complaint(received)
    return f"case {number}: {wrong} for {data[:300]!r}" if wrong else None


def answers(port):
    """Whether a good request has a good answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as sock:
        sock.sendall(GOOD)
        received = b""
        while more := sock.recv(65536):
            received += more
    return received.startswith(b"HTTP/1.1 200 ") and received.endswith(b"4")


def descriptors(pid):
    """How many files a process tree has open."""
    return sum(len(os.listdir(f"/proc/{one}/fd")) for one in tree(pid))


def rested(server, before):
    """The open files once what is ending has ended."""
    for _ in range(100):
        now = descriptors(server.process.pid)
        if now <= before:
            break
        time.sleep(0.1)
    return now


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--routelings", required=True)
    options.add_argument("--cases", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--interface", choices=["asgi", "wsgi"], default="asgi")
    chosen = options.parse_args()
    problems = []
    with Server(ours(chosen.routelings, f"{HERE}/apps.py:{chosen.interface}"), HERE) as server:
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            # What is allocated once is allocated before the first look.
            list(pool.map(lambda number: run(server.port, "warm", number), range(100)))
            memory, files = server.memory(), rested(server, 0)
            began = time.monotonic()
            for start in range(0, chosen.cases, 2_000):
                numbers = range(start, min(start + 2_000, chosen.cases))
                found = pool.map(lambda number: run(server.port, chosen.seed, number), numbers)
                problems += filter(None, found)
                if not server.is_alive() or not answers(server.port):
                    problems.append(f"no good answer after case {numbers[-1]}")
                    break
        left = rested(server, files)
        grown = server.memory() - memory
        if left > files:
            problems.append(f"{left} files are open, {files} were before")
        if grown > max(20, memory * 0.2):
            problems.append(f"memory has grown by {grown:.0f} MB from {memory:.0f} MB")
        unasked = [line for line in server.output().splitlines() if "ended" in line]
        problems += unasked
    for problem in problems[:50]:
        print(problem)
    spent = time.monotonic() - began
    print(
        f"{chosen.cases} cases, seed {chosen.seed}, {chosen.interface}: {len(problems)} problems; "
        f"{spent:.0f} s, memory {grown:+.1f} MB of {memory:.0f} MB, {left - files:+d} open files"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
