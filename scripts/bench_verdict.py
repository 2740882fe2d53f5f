"""Measures a learner's wait from a save to the verdict, next to pytest on the same checks.

The prompt runs in a pseudo-terminal with an exercise of eleven checks open; its file is saved as
editors do, and the clock stops when the verdict is on the screen. In turn with that, pytest runs a
suite of the same checks with the framework's own test client, as a process of its own. Before
anything is timed, both have to agree about the solution, the starter and every mutant.
"""

import argparse
import itertools
import json
import os
import pathlib
import pty
import re
import select
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUITE = ROOT / "scripts/bench_apps/verdict/test_new_tool.py"
EXERCISE = "new-tool"
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
FOLDER = ROOT / "exercises/05-validation" / EXERCISE


def pytest_passes(file):
    """Runs the suite on a learner's file, as a teacher would."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(SUITE)]
    environment = {**os.environ, "APP": str(file), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"pytest could not run: {done.stdout}{done.stderr}")
    return done.returncode == 0


def routelings_passes(routelings, track, file):
    command = [
        routelings, "check", EXERCISE, "--track", track, "--file", str(file), "--format", "json",
        "--python", sys.executable,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"check could not run: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)["verdict"] == "pass"


def agree(routelings, track):
    """Ends the run unless both give the same verdict on every file; returns how many there are."""
    files = [FOLDER / track / "solution/app.py", FOLDER / track / "starter/app.py"]
    files += sorted((FOLDER / track / "mutants").glob("*.py"))
    for file in files:
        ours, theirs = routelings_passes(routelings, track, file), pytest_passes(file)
        if (ours, theirs) != (file.parent.name == "solution",) * 2:
            sys.exit(f"{file.relative_to(ROOT)}: check passes it: {ours}, pytest: {theirs}")
    return len(files)


class Prompt:
    """The prompt on a pseudo-terminal, with the exercise open."""

    def __init__(self, routelings, track, home):
        command = [
            routelings, "learn", "--track", track, "--course", str(ROOT),
            "--workspace", f"{home}/work", "--python", sys.executable,
        ]  # fmt: skip
        self.file = pathlib.Path(home) / "work" / track / EXERCISE / "app.py"
        self.terminal, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env={**os.environ, "ROUTELINGS_HOME": home},
        )  # fmt: skip
        os.close(theirs)
        self.seen = b""
        self.wait(f"{track} ›")
        self.type(f"exercise {EXERCISE}")
        self.wait(f"{track} {EXERCISE} ›")

    def type(self, line):
        os.write(self.terminal, line.encode() + b"\r")

    def wait(self, text):
        """Reads until `text` is on the screen, and forgets what came before."""
        while text.encode() not in self.seen:
            if not select.select([self.terminal], [], [], 60)[0]:
                sys.exit(f"the prompt did not show {text!r}, but: {self.seen.decode()}")
            self.seen = ESCAPE.sub(b"", self.seen + os.read(self.terminal, 65536))
        self.seen = self.seen.partition(text.encode())[2]

    def verdict(self, text):
        """Saves the file as editors do; returns the seconds until the verdict stands there."""
        new = self.file.with_suffix(".new")
        new.write_text(text)
        start = time.perf_counter()
        os.replace(new, self.file)
        self.wait("Passed")
        return time.perf_counter() - start

    def close(self):
        self.type("quit")
        self.process.wait(20)
        os.close(self.terminal)


def measure(routelings, track, rounds):
    """Returns the seconds of each round: save to verdict, and pytest."""
    solution = (FOLDER / track / "solution/app.py").read_text()
    ours, theirs = [], []
    with tempfile.TemporaryDirectory(prefix="routelings-bench-") as folder:
        prompt = Prompt(routelings, track, folder)
        try:
            prompt.verdict(f"{solution}# warm\n")
            for number in range(rounds):
                ours.append(prompt.verdict(f"{solution}# {number}\n"))
                start = time.perf_counter()
                if not pytest_passes(prompt.file):
                    sys.exit("pytest refuses the solution")
                theirs.append(time.perf_counter() - start)
        finally:
            prompt.close()
    return ours, theirs


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench verdict", description=__doc__)
    for build in ("release", "debug"):
        parser.add_argument(f"--{build}", type=pathlib.Path, help=f"an executable: the {build} build")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=pathlib.Path, help="also write all figures to this file")
    options = parser.parse_args()
    told = {}
    print(f"{EXERCISE}, eleven checks; medians of {options.rounds} rounds, in brackets the range\n")
    builds = [(name, getattr(options, name)) for name in ("release", "debug")]
    print("| build | track | save to verdict | pytest | ratio | files on which both agree |")
    print("| --- | --- | --- | --- | --- | --- |")
    for (build, routelings), track in itertools.product(builds, ("fastapi", "flask")):
        if routelings is None:
            continue
        routelings = routelings.resolve()
        files = agree(routelings, track)
        ours, theirs = measure(routelings, track, options.rounds)
        told.setdefault(build, {})[track] = {"save to verdict": ours, "pytest": theirs}
        cells = [
            f"{statistics.median(values) * 1000:,.0f} ms "
            f"({min(values) * 1000:,.0f} to {max(values) * 1000:,.0f})"
            for values in (ours, theirs)
        ]
        ratio = statistics.median(theirs) / statistics.median(ours)
        print(f"| {build} | {track} | {cells[0]} | {cells[1]} | {ratio:.1f} | {files} |", flush=True)
    if options.json:
        options.json.write_text(json.dumps(told, indent=2) + "\n")


main()
