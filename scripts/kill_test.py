"""Kills the prompt with SIGKILL at random moments of a check and looks for what stays.

A round starts the prompt on a pipe with a token in its environment, opens an exercise, asks for
checks without end, waits for a number of verdicts, and kills the prompt. Then no process may carry
the token after two seconds, every verdict that was shown must be in the database, and the next
round's start must work.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def carriers(token: str) -> list[int]:
    """Living processes whose environment holds the token."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environment = (entry / "environ").read_bytes()
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if token.encode() in environment and state != "Z":
            found.append(int(entry.name))
    return found


def attempts(home: str) -> int:
    """How many attempts the database holds."""
    file = Path(home, "data", "progress.sqlite")
    if not file.exists():
        return 0
    connection = sqlite3.connect(file)
    try:
        return connection.execute("SELECT count(*) FROM attempt").fetchone()[0]
    finally:
        connection.close()


def start(program: str, root: str, home: str, token: str) -> subprocess.Popen:
    """The prompt, with a check asked for again and again."""
    environment = dict(os.environ, ROUTELINGS_HOME=home, KILL_TEST=token)
    python = os.environ.get("ROUTELINGS_TEST_PYTHON")
    arguments = ["--python", python] if python else []
    prompt = subprocess.Popen(
        [program, "learn", "--track", "fastapi", "--course", root, *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    prompt.stdin.write("exercise twenty-at-once\n" + "check\n" * 200)
    prompt.stdin.flush()
    return prompt


def verdicts_until_killed(
    prompt: subprocess.Popen, token: str, wanted: int, delay: float
) -> tuple[int, int, float]:
    """Reads until `wanted` verdicts were shown, then kills after `delay` seconds.

    Returns the verdicts shown, how many processes there were, and how long the last one lived.
    """
    shown = 0
    for line in prompt.stdout:
        if "points" in line and "/" in line:
            shown += 1
            if shown == wanted:
                break
    time.sleep(delay)
    before = len(carriers(token))
    prompt.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    prompt.wait()
    while carriers(token) and time.monotonic() - killed < 2:
        time.sleep(0.01)
    lived = time.monotonic() - killed
    rest = prompt.stdout.read() if not carriers(token) else ""
    shown += sum("points" in line and "/" in line for line in rest.splitlines())
    return shown, before, lived


def main(program: str, root: str, rounds: int) -> int:
    home = tempfile.mkdtemp(prefix="routelings-kill-")
    problems = 0
    seen = 0
    slowest = 0.0
    fewest = 1_000
    for number in range(1, rounds + 1):
        token = f"kill-test-{os.getpid()}-{number}"
        prompt = start(program, root, home, token)
        shown, before, lived = verdicts_until_killed(
            prompt, token, random.randint(1, 2), random.uniform(0, 0.6)
        )
        seen += shown
        slowest = max(slowest, lived)
        fewest = min(fewest, before)
        left = carriers(token)
        if left:
            problems += 1
            print(f"round {number}: processes {left} are left after two seconds")
        kept = attempts(home)
        if kept < seen:
            problems += 1
            print(f"round {number}: {seen} verdicts were shown, {kept} attempts are kept")
        seen = kept
    if fewest < 4:
        problems += 1
        print(f"only {fewest} processes carried the token before the kill: the test sees too little")
    print(
        f"{rounds} rounds, {problems} problems; at least {fewest} processes before each kill, "
        f"the last gone after {slowest:.2f} s at most; {seen} attempts kept"
    )
    shutil.rmtree(home, ignore_errors=True)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
