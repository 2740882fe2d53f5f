"""The nursery: imports what learners' apps import, once, and forks a worker for each run.

Whoever has asked it for workers twice is likely to ask again, so from then on it keeps a spare.
"""

import importlib
import os
import selectors
import signal
import socket
import traceback

from . import asgi, processes, rehearsal, worker, wsgi  # noqa: F401  (workers need some of them)
from .lines import Lines
from .spare import Spare

CONTROL = 3

#: Seconds without anything to do after which a spare is forked: at once it would slow down the
#: worker that has just been asked for.
REST = 0.15


class Nursery:
    """Forks workers on request and reports their end."""

    def __init__(self):
        self.keeper = Lines(socket.socket(fileno=CONTROL))
        self.keeper.sock.set_inheritable(False)
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
            pid = self.child(lambda: worker.main(spec, parent))
        self.workers[pid] = spec["worker"]
        self.keeper.send({"event": "spawned", "worker": spec["worker"], "pid": pid})

    def child(self, run):
        """Forks a process that does nothing but `run`; returns its pid."""
        pid = os.fork()
        if pid == 0:
            try:
                self.abandon()
                run()
            except BaseException:  # a mistake of ours: say it where the tutor can read it
                os.write(2, traceback.format_exc().encode())
            finally:
                os._exit(71)
        return pid

    def fork_spare(self):
        try:
            self.spare = Spare(self.child)
        except OSError:
            pass  # no room for another process now

    def abandon(self):
        """In a worker: lets go of everything that is the nursery's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
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


def main(preload):
    """Runs a nursery; file descriptor 3 is its control channel."""
    processes.prctl(processes.PR_SET_PDEATHSIG, signal.SIGKILL)
    nursery = Nursery()
    missing = []
    for name in preload:
        try:
            importlib.import_module(name)
        except Exception as error:  # the learner's own import says it better
            missing.append(f"{name}: {error}")
    rehearsal.run()
    nursery.keeper.send({"event": "warm", "missing": missing, "pid": os.getpid()})
    nursery.run()
