"""How many processes the learner's program may have: asked before it starts another one."""

import mmap
import os
import sys

from . import processes

STARTS = frozenset(("os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"))

#: So many starts come between two counts.
STEP = 32


class TooManyProcesses(RuntimeError):
    """Raised where the learner's program would start one process too many."""


def bound(worker, limit):
    """Refuses to start processes while `limit` of them carry the worker's mark.

    The keeper counts too, and does not ask: this comes first, and names the learner's line.
    """
    # All processes forked from here share these bytes: how many starts, and whether it is full. Once
    # it was full it stays so: all who would go on, and there may be many, are told at once.
    shared = mmap.mmap(-1, mmap.PAGESIZE)

    def hook(event, arguments):
        if event in STARTS:
            shared[0] = (shared[0] + 1) % STEP
            if shared[0] == 0 and not shared[1]:
                shared[1] = _living(worker) >= limit
            if shared[1]:
                raise TooManyProcesses(
                    f"this program had {limit} processes, and may not have more: "
                    "look for a loop that starts them"
                )

    sys.addaudithook(hook)


def _living(worker):
    return sum(processes.mark(pid) == worker for pid in os.listdir("/proc") if pid.isdigit())
