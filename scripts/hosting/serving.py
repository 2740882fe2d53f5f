"""Servers under test: started on a free port, waited for, stopped; and raw requests to them."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time


def free_port():
    """A port that was free a moment ago."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Server:
    """A server process on a port of its own; `command` gets the port."""

    def __init__(self, command, folder, path="/", environment=None):
        self.port = free_port()
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [str(part) for part in command(self.port)],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.wait(path)

    def wait(self, path):
        """Waits until something answers."""
        end = time.monotonic() + 300
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", path)
                return connection.getresponse().read()
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(
                        f"no server at {self.process.args}, ended with {self.process.poll()}: "
                        + self.output()
                    ) from None
                time.sleep(0.05)

    def output(self):
        """What the server has printed."""
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")

    def memory(self):
        """MB that the process tree has written to, each page counted once (Linux only).

        The pages of program files are left out: with whom they are shared changes by the minute.
        """
        return sum(proportional(pid) for pid in tree(self.process.pid)) / 1024

    def is_alive(self):
        """Whether the server's own process runs."""
        return self.process.poll() is None

    def stop(self):
        """Ends it, with force if it does not leave by itself."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def proportional(pid):
    """kB of a process, 0 for one that is gone."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return int(re.search(r"^Pss_Anon: +(\d+)", file.read(), re.M)[1])
    except (OSError, TypeError):
        return 0


def tree(pid):
    """A process and all below it."""
    children = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(name))
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def ours(routelings, target, *more):
    """The command of our server, for `Server`."""
    return lambda port: [
        os.path.abspath(routelings), "serve", target, "--port", port, "--python", sys.executable, *more
    ]  # fmt: skip
