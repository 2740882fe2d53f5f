"""Keeps all that a worker starts in the worker's own process group (Linux).

A whole group is stopped or killed by one call, however fast it forks; what leaves the group has to
be found, process by process, and a fork bomb is faster. Root is not bound by RLIMIT_NPROC, and
groups of control are seldom ours to make, so the two calls that leave a group are made to do nothing.
"""

import ctypes
import os
import struct

from . import processes

PR_SET_NO_NEW_PRIVS = 38
SET_MODE_FILTER = 1
SPEC_ALLOW = 4  # without it some kernels make every branch of the process slower

#: By machine: the audit number, and those of seccomp(2), setsid(2) and setpgid(2).
CALLS = {
    "x86_64": (0xC000003E, 317, 112, 109),
    "aarch64": (0xC00000B7, 277, 157, 154),
}

LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06  # of the classic BPF, see linux/filter.h
ALLOW, ANSWER_ZERO = 0x7FFF0000, 0x00050000


class Program(ctypes.Structure):
    """A `struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def close():
    """Makes setsid and setpgid succeed without effect, here and in all that is started from here."""
    numbers = CALLS.get(os.uname().machine)
    if not processes.LINUX or numbers is None:
        return
    machine, seccomp, *leaving = numbers
    code = b"".join(
        struct.pack("<HBBI", *line)
        for line in [
            (LOAD, 0, 0, 4),
            (IF_EQUAL, 0, 3, machine),
            (LOAD, 0, 0, 0),
            (IF_EQUAL, 2, 0, leaving[0]),
            (IF_EQUAL, 1, 0, leaving[1]),
            (RETURN, 0, 0, ALLOW),
            (RETURN, 0, 0, ANSWER_ZERO),
        ]
    )
    processes.prctl(PR_SET_NO_NEW_PRIVS, 1)
    # Where filters are not to be had the marks remain, see `processes.mark`.
    ctypes.CDLL(None).syscall(
        ctypes.c_long(seccomp), ctypes.c_uint(SET_MODE_FILTER), ctypes.c_uint(SPEC_ALLOW),
        ctypes.byref(Program(len(code) // 8, code)),
    )  # fmt: skip
