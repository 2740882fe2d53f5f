"""The nursery: imports what learners' apps import, once, and forks a worker for each run.

Whoever has asked it for workers twice is likely to ask again, so from then on it keeps a spare.
"""

import importlib
import os
import selectors
import signal
import socket
import sys

from . import processes, worker
from .lines import Lines
from .spare import Spare

#: Seconds without anything to do after which a spare is forked: at once it would slow down the
#: worker that has just been asked for.
REST = 0.15


class Nursery:
    """Forks workers on request and reports their end."""

    def __init__(self, keeper):
        self.keeper = Lines(keeper)
        self.workers = {}
        self.forks = 0
        self.spare = None
        self.wake, self.waker = socket.socketpair()
        self.wake.setblocking(False)
        self.waker.setblocking(False)

    def run(self):
        """Runs until the keeper is gone."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.waker.fileno(), warn_on_full_buffer=False)
        selector = selectors.DefaultSelector()
        selector.register(self.keeper.sock, selectors.EVENT_READ, True)
        selector.register(self.wake, selectors.EVENT_READ, False)
        self.selector = selector
        while True:
            ready = selector.select(REST if self.forks > 1 and not self.spare else None)
            if not ready:
                self.fork_spare()
            for key, _ in ready:
                if key.data:
                    messages = self.keeper.receive()
                    if messages is None:
                        return
                    for message in messages:
                        self.obey(message)
                else:
                    self.wake.recv(4096)
                    self.reap()

    def obey(self, message):
        if message["op"] == "fork":
            self.fork(message["spec"])
            return
        pid = next((p for p, number in self.workers.items() if number == message["worker"]), None)
        if pid is None:
            return
        if message["op"] == "where":
            os.kill(pid, worker.WHERE_SIGNAL)
        else:
            self.end(pid)

    @staticmethod
    def end(pid):
        """Kills a worker and its group; it is not reaped yet, so the number is its own."""
        for target in (os.killpg, os.kill):
            try:
                target(pid, signal.SIGKILL)
            except OSError:
                pass

    def fork(self, spec):
        self.forks += 1
        spare, self.spare = self.spare, None
        if spare and spare.become(spec):
            pid = spare.pid
        else:
            parent = os.getpid()
            try:
                pid = self.child(lambda: worker.main(spec, parent))
            except OSError as error:
                print(f"no worker could be forked: {error}", file=sys.stderr, flush=True)
                self.keeper.send({"event": "exited", "worker": spec["worker"], "status": None})
                return
        self.workers[pid] = spec["worker"]
        self.keeper.send({"event": "spawned", "worker": spec["worker"], "pid": pid})

    def child(self, run):
        """Forks a process that does nothing but `run`, and holds nothing of ours; returns its pid."""

        def alone():
            self.abandon()
            run()

        return processes.fork(alone)

    def fork_spare(self):
        try:
            self.spare = Spare(self.child)
        except OSError:
            pass  # no room for another process now

    def abandon(self):
        """In a worker: lets go of everything that is the nursery's."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, *processes.HELD_SIGNALS):
            signal.signal(number, signal.SIG_DFL)
        self.selector.close()
        for sock in (self.keeper.sock, self.wake, self.waker):
            sock.close()
        if self.spare:
            self.spare.close()

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if self.spare and pid == self.spare.pid:
                self.spare.close()
                self.spare = None
            number = self.workers.pop(pid, None)
            if number is not None:
                self.keeper.send({"event": "exited", "worker": number, "status": status})


def main(preload, keeper):
    """Runs a nursery that has imported `preload`; the socket `keeper` is its control channel."""
    processes.prctl(processes.PR_SET_PDEATHSIG, signal.SIGKILL)
    del sys.argv[1:]
    nursery = Nursery(keeper)
    missing = []
    for name in preload:
        try:
            importlib.import_module(name)
        except Exception as error:  # the learner's own import says it better
            missing.append(f"{name}: {error}")
    if preload:
        # An app of any kind may come, and finds imported what it needs.
        from . import asgi, rehearsal, wsgi  # noqa: F401

        rehearsal.run()
    nursery.keeper.send({"event": "warm", "missing": missing, "pid": os.getpid()})
    nursery.run()
