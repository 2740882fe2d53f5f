"""The keeper: starts nurseries, ends workers with all they started, and outlives the tutor.

It holds no learner code. Its control channel ends when the tutor ends, however that happens.
"""

import os
import selectors
import signal
import socket
import sys

from . import processes
from .lines import Lines
from .programs import Program, Programs
from .watch import PERIOD, Watch

CONTROL = 3


class Nursery:
    """One nursery process and the workers that came from it."""

    def __init__(self, pid, lines):
        self.pid = pid
        self.lines = lines
        self.workers = {}
        self.is_warm = False


class Keeper:
    """Answers the tutor's requests and the nurseries' reports, one at a time."""

    def __init__(self, run_directory, token):
        self.run_directory = run_directory
        self.token = token
        self.tutor = Lines(socket.socket(fileno=CONTROL))
        self.tutor.sock.set_inheritable(False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.tutor.sock, selectors.EVENT_READ, None)
        self.nurseries = {}
        self.leftovers = {}
        self.watch = Watch()
        self.programs = Programs(self.selector, self.tutor.send, processes.HELD_SIGNALS)

    def run(self):
        """Runs until the tutor's end of the control channel is gone."""
        self.tutor.send({"event": "ready", "pid": os.getpid()})
        while True:
            for key, _ in self.selector.select(PERIOD if self.watch.limits else None):
                if key.data is None:
                    messages = self.tutor.receive()
                    if messages is None:
                        return self.close()
                    for message in messages:
                        if message["op"] == "quit":
                            return self.close()
                        self.obey(message)
                elif isinstance(key.data, Program):
                    self.programs.listen(key.data)
                else:
                    self.listen(key.data)
            for worker, what in self.watch.excesses(self.workers()):
                self.tutor.send({"event": "exceeded", "worker": worker, "text": what})
                self.watch.remove(worker)
                self.signal(worker, "kill")

    def workers(self):
        """Returns {number: pid} of all workers."""
        return {n: pid for each in self.nurseries.values() for n, pid in each.workers.items()}

    def obey(self, message):
        op = message["op"]
        if op == "warm":
            nursery = self.nursery(message["preload"])
            if not nursery or nursery.is_warm:
                self.tutor.send({"event": "warm", "preload": message["preload"]})
        elif op == "spawn":
            nursery = self.nursery(message["preload"])
            if not nursery:
                self.tutor.send(self.report(message["worker"], None))
                return
            nursery.workers[message["worker"]] = 0
            self.watch.add(message["worker"], message["spec"])
            nursery.lines.send({"op": "fork", "spec": message["spec"]})
        elif op in ("kill", "where"):
            self.signal(message["worker"], op)
        elif op == "run":
            self.programs.start(
                message["run"], message["arguments"], message["directory"], message["environment"]
            )
        elif op == "end":
            self.programs.end(message["run"])

    def nursery(self, preload):
        """Returns the nursery for a list of modules, started if need be; None without room for one."""
        key = tuple(preload)
        if key not in self.nurseries:
            try:
                self.nurseries[key] = self.start(key)
            except OSError as error:
                print(f"no nursery could be started: {error}", file=sys.stderr, flush=True)
        return self.nurseries.get(key)

    def start(self, preload):
        """Forks a nursery: what is imported here it need not import again."""
        ours, theirs = socket.socketpair()

        def run():
            ours.close()
            self.abandon()
            from . import nursery  # a keeper has no use for it

            nursery.main(preload, theirs)

        with theirs:
            try:
                pid = processes.fork(run)
            except OSError:
                ours.close()
                raise
        self.selector.register(ours, selectors.EVENT_READ, preload)
        return Nursery(pid, Lines(ours))

    def abandon(self):
        """In a nursery: lets go of everything that is the keeper's, but not of the held signals."""
        os.setsid()
        self.selector.close()
        self.programs.abandon()
        for lines in (self.tutor, *(nursery.lines for nursery in self.nurseries.values())):
            lines.sock.close()

    def signal(self, worker, op):
        for nursery in self.nurseries.values():
            if worker in nursery.workers:
                if op == "kill":
                    self.note_family(worker, nursery.workers[worker])
                nursery.lines.send({"op": op, "worker": worker})
                return
        if op == "kill":
            self.tutor.send(self.report(worker, None))

    def listen(self, key):
        nursery = self.nurseries[key]
        messages = nursery.lines.receive()
        if messages is None:
            return self.lose(key)
        for message in messages:
            if message["event"] == "spawned":
                nursery.workers[message["worker"]] = message["pid"]
                self.tutor.send(message)
            elif message["event"] == "exited":
                pid = nursery.workers.pop(message["worker"], 0)
                self.tutor.send(self.report(message["worker"], message["status"], pid))
            else:
                nursery.is_warm = True
                self.tutor.send({**message, "preload": list(key)})

    def lose(self, key):
        """A nursery is gone: its workers go with it, the next need starts another."""
        nursery = self.nurseries.pop(key)
        self.selector.unregister(nursery.lines.sock)
        nursery.lines.sock.close()
        processes.kill(nursery.pid)
        if not nursery.is_warm:
            # Whoever waits for it goes on: the first app will say what is wrong.
            self.tutor.send({"event": "warm", "preload": list(key)})
        for worker, pid in nursery.workers.items():
            self.tutor.send(self.report(worker, None, pid))
        self.reap()

    def note_family(self, worker, pid):
        """Remembers, before a kill, the processes below a worker by the chain of parents."""
        if pid:
            children = processes.below(pid)
            processes.name(children, self.leftovers.setdefault(worker, {}))
            processes.kill_all(children)

    def report(self, worker, status, pid=0):
        """Ends all that a worker left behind, and says how it ended."""
        self.watch.remove(worker)
        left = self.leftovers.pop(worker, {})
        left.update(processes.kill_until_none(lambda: self.family(worker, pid), self.reap))
        left.pop(pid, None)
        named = [{"pid": pid, "command": text} for pid, text in left.items()]
        return {"event": "exited", "worker": worker, "status": status, "leftovers": named}

    def family(self, worker, pid):
        """Returns the live processes below the keeper that belong to a worker."""
        table = processes.table()
        nurseries = {nursery.pid for nursery in self.nurseries.values()}
        mine = [child for child in processes.descendants(os.getpid(), table) if child not in nurseries]
        alive = [child for child in mine if not table[child][1]]
        if processes.LINUX:
            return [child for child in alive if child == pid or processes.mark(child) == worker]
        return [child for child in alive if child == pid or self._same_group(child, pid)]

    @staticmethod
    def _same_group(child, pid):
        try:
            return os.getpgid(child) == pid
        except OSError:
            return False

    def reap(self):
        """Collects the adopted dead."""
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                self.programs.reaped(pid, status)
        except ChildProcessError:
            pass

    def close(self):
        """Ends everything below the keeper and removes the run directory."""

        def everything():
            table = processes.table()
            below = processes.descendants(os.getpid(), table)
            return [pid for pid in below if not table[pid][1]] + processes.carriers(self.token)

        import shutil  # large, and of use only here

        processes.kill_until_none(everything, self.reap)
        # A folder that an app has closed to everybody is opened again, or it would stay.
        for folder, names, _ in os.walk(self.run_directory):
            for path in (os.path.join(folder, name) for name in names):
                if not os.path.islink(path):
                    os.chmod(path, 0o700)
        shutil.rmtree(self.run_directory, ignore_errors=True)


def main(run_directory):
    """Runs the keeper; file descriptor 3 is its control channel."""
    os.closerange(CONTROL + 1, 1024)
    for number in processes.HELD_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    processes.prctl(processes.PR_SET_CHILD_SUBREAPER, 1)
    Keeper(run_directory, os.environ.get("ROUTELINGS_RUN", "")).run()
    sys.exit(0)
