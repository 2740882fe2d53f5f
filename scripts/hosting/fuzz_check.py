"""Sees each of the fuzzer's detectors red: it has to find what is wrong with broken servers."""

import pathlib
import sys

import fuzz
from serving import Server

HERE = pathlib.Path(__file__).parent
CASES = 1_500

#: What is broken, and what has to be said of it.
FAULTS = {
    "none": None,
    "bare-lf": "what is no request gets 200",
    "both-lengths": "what is no request gets 200",
    "space-before-colon": "what is no request gets 200",
    "goes-on": "served after the end",
    "stays-open": "a refusal leaves the connection open",
    "wrong-body": "was seen as",
    "short-body": "has no whole answer",
    "bad-head": "is malformed",
    "head-body": "is malformed",
    "hang": "hangs",
    "crash": "no good answer after case",
    "keeps-files": "files, ",
    "keeps-threads": "threads, ",
    "keeps-memory": "memory has grown",
    "says": "said: ",
}


def main():
    fuzz.PATIENCE, fuzz.ENOUGH = 20, 5
    missed = 0
    for fault, complaint in FAULTS.items():
        command = lambda port, fault=fault: [sys.executable, HERE / "broken.py", fault, port]  # noqa: E731
        with Server(command, HERE) as server:
            problems, _, _ = fuzz.fuzz(server, CASES, 7, "wsgi", batch=100)
        found = [text for text in problems if complaint and complaint in text]
        if not found if complaint else problems:
            missed += 1
            print(f"{fault}: not found; {len(problems)} problems: {problems[:2]}")
        else:
            print(f"{fault}: {found[0][:160] if found else 'nothing is wrong'}", flush=True)
    print(f"{len(FAULTS)} servers, {missed} judged wrongly")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
