"""Kills processes of ours at random moments under load, and looks for what stays or is not said.

Each round draws a victim: the prompt (tutor), the server, both together with their keeper, a keeper,
a nursery, or a worker, under `learn` or under `serve` with one worker or two. Afterwards no process
may be left that carries the round's token, and no folder; whoever lives must go on, say what
happened, and end when asked. No verdict that was shown may be lost, none may cost points.

usage: kill_test.py PROGRAM ROOT [ROUNDS [SEED [VICTIM]]]
"""

import collections
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

from rounds import Program, PromptRound, ServeRound, temporary_folder, workspace

PROMPT = [
    "tutor", "both tutor and keeper", "keeper of the prompt", "nursery of the prompt",
    "worker of free play", "worker of a check", "spare of the prompt",
]  # fmt: skip
SERVE = [
    "server", "both server and keeper", "keeper of the server", "nursery of the server",
    "worker of the server", "worker of two", "server of two", "nursery of two", "keeper of two",
]  # fmt: skip


def attempts(home):
    """How many attempts the database holds."""
    file = Path(home, "data", "progress.sqlite")
    if not file.exists():
        return 0
    connection = sqlite3.connect(file)
    try:
        return connection.execute("SELECT count(*) FROM attempt").fetchone()[0]
    finally:
        connection.close()


class Test:
    """All rounds, and the table of them."""

    def __init__(self, program, root, seed):
        self.program, self.root = program, root
        self.chance = random.Random(seed)
        self.home = tempfile.mkdtemp(prefix="rk-", dir="/tmp")
        self.temporary = temporary_folder(self.home)
        self.work = workspace(root, self.home)
        #: A round after which only the next start could sweep, and its folders.
        self.last, self.pending = None, set()
        self.kept = 0
        self.rows = collections.defaultdict(lambda: [0, 0, 0, 0.0])

    def start(self, victim, number):
        python = os.environ.get("ROUTELINGS_TEST_PYTHON")
        more = ["--python", python] if python else []
        if victim in PROMPT:
            arguments = ["learn", "--track", "fastapi", "--course", self.root, "--workspace", self.work]
            made = PromptRound
        else:
            workers = "2" if victim.endswith("two") else "1"
            arguments = ["serve", Path(__file__).parent / "app.py", "--port", "0", "--workers", workers]
            made = ServeRound
        token = f"kill-test-{os.getpid()}-{number}"
        command = [self.program, *map(str, arguments), *more]
        return made(victim, Program(command, token, self.home, self.temporary), self.chance)

    def round(self, victim, number):
        done = self.start(victim, number)
        done.run()
        left = done.finish(self.temporary)
        # One that was killed before it had a keeper may not have come as far as to look.
        if done.had_keeper:
            self.look_at_last(done)
            self.last, self.pending = done if left else None, left
        else:
            self.last, self.pending = self.last or done, self.pending | left
        self.look_at_record(done)
        row = self.rows[victim]
        row[0] += 1
        row[1] += done.hit
        row[2] += len(done.problems)
        row[3] = max(row[3], done.gone)
        for problem in done.problems:
            print(f"round {number}, {victim}: {problem}", flush=True)

    def look_at_last(self, done):
        """What the round before could not remove is gone now."""
        if self.last is None:
            return
        if stale := self.pending & set(os.listdir(self.temporary)):
            done.wrong(f"{sorted(stale)} outlived the next start")
        self.last.problems.clear()
        self.last.processes_end()
        for problem in self.last.problems:
            done.wrong(f"the round before: {problem}")

    def look_at_record(self, done):
        """Every verdict that was shown has to be in the database."""
        shown = sum("4/4 points" in line for line in done.program.lines)
        kept = attempts(self.home)
        if kept < self.kept + shown:
            done.wrong(f"{shown} verdicts were shown, {kept - self.kept} attempts are kept")
        self.kept = kept

    def table(self):
        print("| victim | rounds | hit | problems | the last process gone after, at most |")
        print("| --- | --- | --- | --- | --- |")
        for victim in filter(self.rows.get, PROMPT + SERVE):
            rounds, hit, problems, gone = self.rows[victim]
            print(f"| {victim} | {rounds} | {hit} | {problems} | {gone:.2f} s |")


def main(program, root, rounds="200", seed=None, only=None):
    seed = seed or str(random.randrange(1_000_000))
    test = Test(program, root, seed)
    for number in range(1, int(rounds) + 1):
        # Every victim before any of them a second time.
        if number % len(PROMPT + SERVE) == 1 or number == 1:
            order = test.chance.sample(PROMPT + SERVE, len(PROMPT + SERVE))
        test.round(only or order[(number - 1) % len(order)], number)
        if number % 10 == 0:
            print(f"{number} rounds", file=sys.stderr, flush=True)
    test.table()
    problems = sum(row[2] for row in test.rows.values())
    print(f"{rounds} rounds, seed {seed}, {problems} problems; {test.kept} attempts kept")
    shutil.rmtree(test.home, ignore_errors=True)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
