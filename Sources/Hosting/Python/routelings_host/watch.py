"""Bounds on what a worker's whole family takes: processes, and room in its folder.

The system's own limits are for single processes, and the one on their number does not bind root.
So the keeper looks at two numbers that cost nothing to read, and counts where one of them has grown.
"""

import os
import signal

from . import processes

#: Seconds between two looks, while there are workers.
PERIOD = 0.1

#: So many more tasks on the whole machine are a reason to count processes.
TASKS = 128


def bounds(spec):
    """Whether a worker's family is bounded at all; that of an app that somebody serves is not."""
    return spec["limits"]["processes"] < 1 << 31


def tasks():
    """Returns how many tasks the machine has; 0 where that is not told."""
    try:
        with open("/proc/loadavg", "rb") as file:
            return int(file.read().split()[3].split(b"/")[1])
    except (OSError, ValueError, IndexError):
        return 0


def free(directory):
    """Returns the bytes that are free where `directory` is; 0 where that is not told."""
    try:
        facts = os.statvfs(directory)
    except OSError:
        return 0
    return facts.f_bavail * facts.f_frsize


def room_taken(directory):
    """Returns the bytes that the files below `directory` hold; links are not followed."""
    total = 0
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += room_taken(entry.path)
                else:
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
    except OSError:
        pass  # it vanished meanwhile
    return total


class Watch:
    """Knows the limits of the workers, and says which of them exceed theirs."""

    def __init__(self):
        self.limits = {}
        self.free = {}
        self.calm = tasks()

    def add(self, worker, spec):
        if not bounds(spec):
            return
        self.limits[worker] = spec
        self.free[worker] = free(spec["directory"])

    def remove(self, worker):
        self.limits.pop(worker, None)
        self.free.pop(worker, None)

    def excesses(self, pids):
        """Returns [(worker, what it has too many of)]: `processes` or `disk`.

        `pids` are the workers' own, by their numbers; 0 for one that is not there yet.
        """
        return self._crowds(pids) + self._hoards() if self.limits else []

    def _crowds(self, pids):
        now = tasks()
        if now < self.calm + TASKS:
            self.calm = min(self.calm, now)
            return []
        # All hold still while they are counted: a fork bomb would outrun the count.
        for pid in pids.values():
            processes.signal_group(pid, signal.SIGSTOP)
        counts = {}
        for pid in processes.descendants(os.getpid(), processes.table()):
            worker = processes.mark(pid)
            counts[worker] = counts.get(worker, 0) + 1
        crowds = [
            worker
            for worker, spec in self.limits.items()
            if counts.get(worker, 0) > spec["limits"]["processes"]
        ]
        for worker, pid in pids.items():
            end = signal.SIGKILL if worker in crowds else signal.SIGCONT
            processes.signal_group(pid, end)
        self.calm = tasks()
        return [(worker, "processes") for worker in crowds]

    def _hoards(self):
        found = []
        for worker, spec in self.limits.items():
            limit, now = spec["limits"]["disk"], free(spec["directory"])
            # Others write too: half of the limit is a reason to look at what is the worker's own.
            if now < self.free[worker] - limit // 2:
                self.free[worker] = now
                if room_taken(spec["directory"]) > limit:
                    found.append((worker, "disk"))
        return found
