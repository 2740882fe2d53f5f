"""Holds many connections at once and moves large bodies, and watches the server's memory.

500 WebSockets that each send and receive, 1,000 keep-alive connections that each ask twice, a
body of 1 GB up and another down, and a quarter of that past an app and past a client that take their
time. Memory must come back to within 10% of what it was, and a body that passes must not take more
than 16 MB on its way. While a client reads slowly, others must be served.

usage: load.py --routelings PATH [--sockets 500] [--connections 1000] [--megabytes 1024]
"""

import argparse
import asyncio
import pathlib
import resource
import sys
import threading
import time

from serving import Server, ours
from websockets.asyncio.client import connect

HERE = pathlib.Path(__file__).parent
REQUEST = b"GET /wait HTTP/1.1\r\nHost: h\r\n\r\n"


async def sockets(port, count):
    """Opens all, lets each echo three messages while all are open, and closes all."""
    url = f"ws://127.0.0.1:{port}/"
    opened = []
    for start in range(0, count, 50):
        several = (connect(url, compression=None) for _ in range(min(50, count - start)))
        opened += await asyncio.gather(*several)

    async def talk(socket, number):
        for turn in range(3):
            await socket.send(f"{number} {turn}")
            assert await socket.recv() == f"{number} {turn}"

    await asyncio.gather(*(talk(socket, number) for number, socket in enumerate(opened)))
    await asyncio.gather(*(socket.close() for socket in opened))


async def connections(port, count):
    """Opens all and asks twice on each while all are open."""
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]

    async def ask(reader, writer):
        for _ in range(2):
            writer.write(REQUEST)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 "), head
            assert await reader.readexactly(4) == b"seen"

    await asyncio.gather(*(ask(*pair) for pair in opened))
    for _, writer in opened:
        writer.close()


async def up(port, megabytes, path="/"):
    """Sends a body, which the app counts."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size = megabytes << 20
    head = f"POST {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
    writer.write(head.encode())
    for _ in range(megabytes):
        writer.write(bytes(1 << 20))
        await writer.drain()
    answer = await reader.read()
    assert b" %d " % size in answer.partition(b"\r\n\r\n")[0], answer[:500]


async def down(port, megabytes, path="/blob", meanwhile=None):
    """Reads a body; a slow client does something else after each MB."""
    # Little is read ahead: what is not asked for stays with the server.
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 16)
    size = megabytes << 20
    writer.write(f"GET {path}/{size} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
    got = seen = 0
    while part := await reader.read(1 << 18):
        got += len(part)
        if meanwhile and got - seen > 1 << 20:
            seen = got
            await meanwhile()
    assert got >= size, got


async def slow_down(port, megabytes):
    """A client that goes on only when others have been served, who must not wait for it."""

    async def others():
        await asyncio.wait_for(connections(port, 2), 120)

    await down(port, megabytes, meanwhile=others)


class Watch(threading.Thread):
    """Looks at the memory of a server until it is told to end."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.most, self.is_over = server, 0.0, threading.Event()
        self.start()

    def run(self):
        while not self.is_over.wait(0.1):
            self.most = max(self.most, self.server.memory())

    def end(self):
        self.is_over.set()
        self.join()
        return max(self.most, self.server.memory())


def measured(server, name, work, most_more):
    """Carries out some work twice; the first time shows what is kept for the next."""
    asyncio.run(work())
    time.sleep(0.5)
    before, watch, began = server.memory(), Watch(server), time.monotonic()
    asyncio.run(work())
    spent = time.monotonic() - began
    time.sleep(0.5)
    most, after = watch.end(), server.memory()
    print(f"{name}: {spent:.1f} s; memory {before:.0f} MB, at most {most:.0f}, then {after:.0f}")
    problems = []
    if after - before > max(5, before * 0.1):
        problems.append(f"{name}: {after - before:.0f} MB were kept")
    if most - before > most_more:
        problems.append(f"{name}: memory rose by {most - before:.0f} MB")
    return problems


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--routelings", required=True)
    options.add_argument("--sockets", type=int, default=500)
    options.add_argument("--connections", type=int, default=1_000)
    options.add_argument("--megabytes", type=int, default=1_024)
    chosen = options.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    problems = []
    for interface in ("asgi", "wsgi"):
        with Server(ours(chosen.routelings, f"{HERE}/apps.py:{interface}"), HERE) as server:
            large, less, port = chosen.megabytes, chosen.megabytes // 4, server.port
            work = {
                f"{large} MB up": lambda: up(port, large),
                f"{large} MB down": lambda: down(port, large),
                f"{less} MB up to a slow app": lambda: up(port, less, "/slow/0"),
                f"{less} MB down from a slow app": lambda: down(port, less, "/slow"),
                f"{less} MB down to a slow client": lambda: slow_down(port, less),
            }
            for name, body in work.items():
                problems += measured(server, f"{interface}, {name}", body, 16)
            held = {f"{chosen.connections} connections": lambda: connections(port, chosen.connections)}
            if interface == "asgi":
                held[f"{chosen.sockets} WebSockets"] = lambda: sockets(port, chosen.sockets)
            for name, body in held.items():
                problems += measured(server, f"{interface}, {name}", body, 100)
    print("\n".join(problems) or "no problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
