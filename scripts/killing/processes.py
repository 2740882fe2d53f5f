"""Processes and folders of one round: found by a token in their environment (Linux only)."""

import os
import signal
import time
from pathlib import Path

#: Seconds in which everything has to be gone.
BOUND = 10


def table() -> dict[int, tuple[int, str, bytes, bytes, int]]:
    """Parent, state, command line, environment and session of all processes that can be seen."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        found[int(entry.name)] = (int(fields[1]), fields[0], command, environment, int(fields[3]))
    return found


def carriers(token: str) -> list[int]:
    """Living processes whose environment holds the token."""
    return [
        pid
        for pid, (_, state, _, environment, _) in table().items()
        if token.encode() in environment and state not in "ZX"
    ]


def named(program: int) -> dict[str, list[int]]:
    """The processes below a program of ours by what they are; oldest first."""
    processes = table()

    def below(parents: list[int]) -> list[int]:
        # The dead do not count, and what has left its parent is no worker.
        mine = [pid for pid, entry in processes.items() if entry[0] in parents and entry[1] not in "ZX"]
        return sorted(mine)

    def ours(parents: list[int]) -> list[int]:
        # All of them are forks of the keeper, so they have its command line.
        return [pid for pid in below(parents) if b"routelings_host" in processes[pid][2]]

    keepers = ours([program])
    nurseries = ours(keepers)
    children = ours(nurseries)
    # A worker leads a session of its own; until it is one it is a spare in its nursery's.
    workers = [pid for pid in children if processes[pid][4] == pid]
    spares = [pid for pid in children if pid not in workers]
    return {"keeper": keepers, "nursery": nurseries, "worker": workers, "spare": spares}


def zombies(program: int) -> list[int]:
    """The dead children that a program has not collected."""
    return [pid for pid, entry in table().items() if entry[0] == program and entry[1] == "Z"]


def kill(*pids: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it had ended by itself just now


def until(holds, seconds: float = BOUND) -> float | None:
    """Seconds until something holds, None if it never does."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            return None
        time.sleep(0.01)
    return time.monotonic() - began
