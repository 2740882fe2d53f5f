"""A process that is forked ahead and waits to be told which app to serve."""

import json
import os
import signal
import socket

from . import processes, worker


class Spare:
    """The nursery's view of it."""

    def __init__(self, fork):
        """Makes it with `fork`, which runs a function in a child and returns the child's pid.

        Raises OSError where there is no room for another process.
        """
        self.sock, theirs = socket.socketpair()
        parent = os.getpid()
        with theirs:
            try:
                self.pid = fork(lambda: wait(theirs, self.sock, parent))
            except OSError:
                self.close()
                raise

    def become(self, spec):
        """Makes it a worker; returns whether it lives to be one."""
        with self.sock:
            try:
                self.sock.sendall(json.dumps(spec).encode())
            except OSError:
                return False
        return True

    def close(self):
        """Lets go of it: one that still waits ends."""
        self.sock.close()


def wait(sock, nurserys, parent):
    """Runs a spare: gets everything ready, and becomes a worker when it is told of an app."""
    nurserys.close()
    processes.prctl(processes.PR_SET_PDEATHSIG, signal.SIGKILL)
    from . import rehearsal  # imported already wherever there is something to rehearse

    # From now on it has copies of its own of the pages that this writes to, as an app will.
    rehearsal.run()
    spec = b"".join(iter(lambda: sock.recv(65536), b""))
    sock.close()
    if not spec:
        os._exit(0)  # the nursery is gone, or wants it no longer
    worker.main(json.loads(spec), parent)
