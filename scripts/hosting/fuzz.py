"""Sends mangled requests to our server and prints what broke.

Each case is one connection, made from a seed: requests with mistakes in their structure and their
bytes, cut into pieces, ended in one of four ways. What RFC 9112 makes of it is worked out apart from
the server (`reading.py`): every request that is whole must have been seen by the app as it was sent,
what is no request must be refused, nothing may be served after that, and every answer must be HTTP.
After each batch a good request has to be answered. In the end the server must be alive and
have the processes, threads, open files, tasks and memory that it had before.

`checked` is the WSGI app inside of `wsgiref.validate.validator`.

usage: fuzz.py --routelings PATH [--cases 200000] [--seed 1] [--interface asgi|wsgi|checked] [--only CASE]
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import re
import socket
import sys
import time

from answers import Judge, Malformed, answer
from mangling import Mangler, pieces
from reading import requests
from serving import Server, ours, tree

HERE = pathlib.Path(__file__).parent
BATCH = 2_000
#: Seconds after which a client that waits for something speaks of a hang.
PATIENCE = 120
#: With so many problems there is no point in looking for more.
ENOUGH = 50
#: Threads of the WSGI app: they are started as they are needed and stay.
THREADS = 4
GOOD = b"%b HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 4\r\n\r\ngood"


class Case:
    """One connection: what is sent and how, and what has to come back."""

    def __init__(self, seed, number, interface):
        self.chance = random.Random(f"{seed}-{number}")
        self.data = Mangler(self.chance).stream()
        self.parts = pieces(self.data, self.chance)
        self.ending = self.chance.choice(["gone", "reset", *["half"] * 5, *["patient"] * 5])
        is_asgi = interface == "asgi"
        expected, self.end, rest = requests(self.data, upgrades=is_asgi)
        self.judge = Judge(expected, self.end, rest, is_asgi, is_asgi)
        #: Where the server may stop reading early, what it has sent may be lost with a reset.
        self.may_reset = self.end in ("refused", "closed", "websocket") or b"/early" in self.data

    def run(self, port):
        """Returns what is wrong, None for nothing."""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sock:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return self.talk(sock)
        except TimeoutError:
            return "hangs"
        except OSError as error:
            return str(error)

    def talk(self, sock):
        try:
            for part in self.parts:
                sock.sendall(part)
                if self.chance.random() < 0.1:
                    time.sleep(0.001)  # so that the server reads the pieces one by one
        except (ConnectionResetError, BrokenPipeError) as error:
            if not self.may_reset:
                return f"{error} while sending"
        if self.ending == "gone":
            return None
        if self.ending == "reset":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            return None
        if self.ending == "half":
            try:
                sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the server was quicker
        return self.listen(sock)

    def listen(self, sock):
        """Reads until nothing more has to come, and judges it."""
        received = b""
        while True:
            wrong, is_over = self.judge.look(received, at_end=False)
            if wrong or is_over and self.ending == "patient":
                return wrong
            # A frame that has swallowed the close frame keeps a patient client waiting for ever.
            if self.end == "websocket" and self.ending == "patient":
                sock.settimeout(0.2)
            try:
                more = sock.recv(65536)
            except ConnectionResetError:
                return None if self.may_reset else "reset by the server"
            except TimeoutError:
                if self.end == "websocket" and b" 101 " in received:
                    return None
                if self.end != "websocket":
                    raise
                sock.settimeout(PATIENCE)
                continue
            if not more:
                return self.judge.look(received, at_end=True)[0]
            received += more


def good(port, request=b"POST /good"):
    """The body of the answer to a good request; None when it is not answered rightly."""
    received = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sock:
            sock.sendall(GOOD % request)
            while more := sock.recv(65536):
                received += more
    except OSError:
        return None
    try:
        found, _ = answer(received, 0, b"POST", at_end=True)
    except Malformed:
        return None
    sound = found and found.status == 200 and found.is_whole and found.all(b"x-seen")
    return found.body if sound else None


class Footprint:
    """What a server and its processes hold; `state` is what the app says of its own process."""

    def __init__(self, server):
        pids = tree(server.process.pid)
        self.counts = {
            "processes": len(pids),
            "files": sum(entries(pid, "fd") for pid in pids),
            "threads": sum(entries(pid, "task") for pid in pids),
        }
        told = json.loads(good(server.port, b"POST /state") or b"{}")
        self.counts |= {f"{key} of the app": count for key, count in told.items()}
        self.memory = server.memory()

    def more_than(self, before):
        """What there is more of than there was."""
        return [
            f"{count} {name}, {before.counts.get(name, 0)} before"
            for name, count in self.counts.items()
            if count > before.counts.get(name, 0) + THREADS * ("threads" in name)
        ]


def entries(pid, folder):
    """How many files or threads a process has, 0 for one that is gone."""
    try:
        return len(os.listdir(f"/proc/{pid}/{folder}"))
    except OSError:
        return 0


def rested(server, before=None):
    """The footprint once what is ending has ended: twice the same, or no more than before."""
    now, last = Footprint(server), None
    for _ in range(200):
        if not now.more_than(before) if before else last and now.counts == last.counts:
            break
        time.sleep(0.1)
        now, last = Footprint(server), now
    return now


def fuzz(server, cases, seed, interface, batch=BATCH):
    """Carries out the cases; returns the problems found, and what the server held before and after."""
    problems = []

    def one(number, seed=seed):
        case = Case(seed, number, interface)
        wrong = case.run(server.port)
        how = f"{interface}, seed {seed}, case {number} ({case.ending}, {case.end})"
        return wrong and f"{how}: {wrong}\n    {case.data[:400]!r}"

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        # What is allocated once is allocated before the first look.
        list(pool.map(lambda number: one(number, "warm"), range(min(cases, 500))))
        before = rested(server)
        for start in range(0, cases, batch):
            numbers = range(start, min(start + batch, cases))
            problems += [text for text in pool.map(one, numbers) if text]
            alive = server.is_alive()
            if not alive or good(server.port) != b"seen":
                problems.append(f"no good answer after case {numbers[-1]}; alive: {alive}")
            if not alive or len(problems) > ENOUGH:
                return problems, before, before
            if batch == BATCH:
                print(f"  {numbers[-1] + 1} cases, {len(problems)} problems", flush=True)
    after = rested(server, before)
    problems += [f"left behind: {text}" for text in after.more_than(before)]
    if after.memory - before.memory > max(10, before.memory * 0.1):
        problems.append(f"memory has grown from {before.memory:.0f} to {after.memory:.0f} MB")
    problems += [f"said: {text!r}" for text in server.output().splitlines()[1:] if is_news(text)]
    return problems, before, after


def is_news(line):
    """Whether a line of the server's is more than the access log of an answer in time."""
    return not re.match(r"\S+ - - \[", line) or '" 504 ' in line


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--routelings", required=True)
    options.add_argument("--cases", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--interface", choices=["asgi", "wsgi", "checked"], default="asgi")
    options.add_argument("--only", type=int, help="one case of the seed, with what came")
    chosen = options.parse_args()
    began = time.monotonic()
    target = f"{HERE}/apps.py:{chosen.interface}"
    with Server(ours(chosen.routelings, target, "--threads", THREADS, "--access-log"), HERE) as server:
        if chosen.only is not None:
            print(Case(chosen.seed, chosen.only, chosen.interface).run(server.port))
            return 0
        problems, before, after = fuzz(server, chosen.cases, chosen.seed, chosen.interface)
    print("\n".join(problems[:50]))
    print(
        f"{chosen.cases} cases, seed {chosen.seed}, {chosen.interface}: {len(problems)} problems; "
        f"{time.monotonic() - began:.0f} s, memory {before.memory:.1f} MB before, {after.memory:.1f} after; "
        f"{after.counts}"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
