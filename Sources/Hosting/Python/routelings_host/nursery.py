"""The nursery: imports what learners' apps import, once, and forks a worker for each run."""

import gc
import importlib
import os
import selectors
import signal
import socket
import traceback

from . import asgi, processes, rehearsal, worker, wsgi  # noqa: F401  (workers need some of them)
from .lines import Lines

CONTROL = 3


class Nursery:
    """Forks workers on request and reports their end."""

    def __init__(self):
        self.keeper = Lines(socket.socket(fileno=CONTROL))
        self.keeper.sock.set_inheritable(False)
        self.workers = {}
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
            for key, _ in selector.select():
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
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                self.abandon()
                worker.main(spec, parent)
            except BaseException:  # a mistake of ours: say it where the tutor can read it
                os.write(2, traceback.format_exc().encode())
            finally:
                os._exit(71)
        self.workers[pid] = spec["worker"]
        self.keeper.send({"event": "spawned", "worker": spec["worker"], "pid": pid})

    def abandon(self):
        """In a worker: lets go of everything that is the nursery's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.selector.close()
        for sock in (self.keeper.sock, self.wake, self.waker):
            sock.close()

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
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
    gc.collect()
    gc.freeze()
    nursery.keeper.send({"event": "warm", "missing": missing, "pid": os.getpid()})
    nursery.run()
