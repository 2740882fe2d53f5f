"""Kills the processes that look after it.

verdict: error
alone: others have the same parents
told: Run the check again
"""

import os
import pathlib
import signal

pid = os.getppid()
while pid > 1 and b"python" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    os.kill(pid, signal.SIGKILL)
    pid = int(stat.rsplit(")", 1)[1].split()[1])

signal.pause()  # its own end comes with theirs
