"""What runs below the keeper, found without the help of those who run."""

import os
import signal
import sys
import time

LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

#: What may be sent to all processes at once: those between the server and its workers stay, to let
#: these end in order.
HELD_SIGNALS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)

#: Of so many processes that are ended the command lines are told.
NAMED = 20


def prctl(option, value):
    """Calls prctl(2) on Linux; does nothing elsewhere."""
    if LINUX:
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def fork(run):
    """Forks a process that does nothing but `run`; returns its pid.

    Raises OSError where there is no room for another process.
    """
    pid = os.fork()
    if pid == 0:
        try:
            run()
        except BaseException:  # a mistake of ours: say it where the tutor can read it
            import traceback

            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(71)
    return pid


def table():
    """Returns {pid: (ppid, is_zombie)} for all processes that can be seen."""
    return _linux_table() if LINUX else _ps_table()


def _linux_table():
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
            except OSError:
                continue
            found[int(name)] = (int(fields[1]), fields[0] in (b"Z", b"X"))
    return found


def _ps_table():
    rows = (line.split(None, 2) for line in _ps("-axo", "pid=,ppid=,stat=").splitlines())
    return {int(pid): (int(ppid), stat.startswith("Z")) for pid, ppid, stat in rows}


def _ps(*options):
    import subprocess  # large, and of no use on Linux

    return subprocess.run(["ps", *options], capture_output=True, text=True).stdout


def descendants(ancestor, processes):
    """Returns the pids below `ancestor`, parents before children."""
    children = {}
    for pid, (parent, _) in processes.items():
        children.setdefault(parent, []).append(pid)
    found, queue = [], [ancestor]
    while queue:
        for child in children.get(queue.pop(), ()):
            found.append(child)
            queue.append(child)
    return found


def below(pid):
    """Returns the pids below `pid`, parents before children.

    Where the system lists a process's children this takes no look at all other processes. One that
    comes or goes meanwhile may be missed: this is for naming them, not for ending all.
    """
    if not os.path.exists(f"/proc/{os.getpid()}/task/{os.getpid()}/children"):
        return descendants(pid, table())
    found, queue = [], [pid]
    while queue:
        children = _children(queue.pop())
        found += children
        queue += children
    return found


def _children(pid):
    found = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                found += map(int, file.read().split())
    except OSError:
        pass  # it is gone, and its children have another parent
    return found


def mark(pid):
    """Returns the number of the worker that `pid` belongs to, or None.

    A worker lowers its limit for message queues to its own number. Limits survive fork, exec,
    setsid and a cleared environment, which neither process groups nor variables do.
    """
    try:
        with open(f"/proc/{pid}/limits", "rb") as file:
            for line in file:
                if line.startswith(b"Max msgqueue size"):
                    return int(line.split()[3])
    except (OSError, ValueError):
        pass
    return None


def command(pid):
    """Returns the command line of `pid`, "" if it is gone."""
    try:
        if LINUX:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                return file.read().replace(b"\0", b" ").decode("utf-8", "replace").strip()
        return _ps("-o", "command=", "-p", str(pid)).strip()
    except OSError:
        return ""


def carriers(token):
    """Returns the pids whose environment at exec had ROUTELINGS_RUN=`token` (Linux only)."""
    found, needle = [], b"ROUTELINGS_RUN=" + token.encode()
    if LINUX and token:
        for name in os.listdir("/proc"):
            if name.isdigit() and int(name) != os.getpid():
                try:
                    with open(f"/proc/{name}/environ", "rb") as file:
                        if needle in file.read().split(b"\0"):
                            found.append(int(name))
                except OSError:
                    continue
    return found


def kill(pid):
    """Sends SIGKILL; one that is gone already is fine."""
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass


def signal_group(pid, number):
    """Sends a signal to the group that `pid` leads; none is fine."""
    if pid > 1:
        try:
            os.killpg(pid, number)
        except OSError:
            pass


def kill_all(pids):
    """Kills processes and their groups: of a group no member forks itself out of the reach."""
    groups = set()
    for pid in pids:
        try:
            groups.add(os.getpgid(pid))
        except OSError:
            continue
    for group in groups - {os.getpgrp()}:
        signal_group(group, signal.SIGKILL)
    for pid in pids:
        kill(pid)


def name(pids, seen):
    """Adds to `seen` {pid: command line}; of very many only the first, for it takes time."""
    for pid in pids:
        if pid not in seen:
            seen[pid] = command(pid) if len(seen) < NAMED else ""


def kill_until_none(find, reap, seconds=3.0):
    """Kills what `find()` returns until it returns nothing; returns {pid: command line} seen."""
    seen, end = {}, time.monotonic() + seconds
    while True:
        pids = find()
        name(pids, seen)
        kill_all(pids)
        reap()
        if not pids or time.monotonic() > end:
            return seen
        time.sleep(0.001)
