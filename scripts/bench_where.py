"""Says where the processor's time goes, per request: server and worker, kernel and user.

The two processes' own times are the system's. Linux's perf shares out the server's time between
reading requests and all else, py-spy the worker's between its layers; both look at running code
only. What else the machine does makes all of it longer, not the shares.
"""

import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile

from bench_hosting import CASES, Served, tree

#: The server's functions that read requests.
PARSE = re.compile(r"RequestParser|RequestHead|FieldLine|BodyReader|isTokenByte|isFieldByte")
TICKS = os.sysconf("SC_CLK_TCK")


def times(pid):
    """Returns the seconds that a process has spent in user code and in the kernel."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return int(fields[11]) / TICKS, int(fields[12]) / TICKS


def load(served, case, connections, seconds):
    """Returns how many requests wrk got answered."""
    told = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s",
         f"http://127.0.0.1:{served.port}{CASES[case][1]}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return int(re.search(r"(\d+) requests in", told)[1])


def sampled(command, served, case, connections, seconds):
    """Runs a sampler beside a load."""
    sampler = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    load(served, case, connections, seconds + 1)
    sampler.wait()


def parse_share(pid, folder, *what):
    """Returns which part of the server's user time reads requests."""
    data, seconds = f"{folder}/perf", what[-1]
    record = ["perf", "record", "-q", "-F", "2000", "-e", "cpu-clock", "-p", str(pid)]
    sampled([*record, "-o", data, "--", "sleep", str(seconds)], *what)
    report = subprocess.run(
        ["perf", "report", "-i", data, "--stdio", "-F", "sample,symbol"],
        capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = [(int(n), name) for n, name in re.findall(r"^ *(\d+) +\[\.\] (.*)$", report, re.M)]
    whole = sum(count for count, _ in found) or 1
    return sum(count for count, name in found if PARSE.search(name)) / whole


def layer(frame):
    """Returns which layer of the worker a line of code belongs to."""
    if "routelings_host/channel.py" in frame:
        return "transport"
    if "routelings_host/" in frame or "asyncio/" in frame or "selectors.py" in frame:
        return "protocol"
    return "framework"


def layer_shares(pid, folder, *what):
    """Returns which parts of the worker's user time are spent in which layer."""
    data, seconds = f"{folder}/spy", what[-1]
    spy = [f"{os.path.dirname(sys.executable)}/py-spy", "record", "--gil", "-r", "500", "-f", "raw"]
    sampled([*spy, "-d", str(seconds), "-p", str(pid), "-o", data], *what)
    counts = collections.Counter()
    with open(data) as file:
        for line in file:
            stack, _, count = line.rstrip().rpartition(" ")
            counts[layer(stack.rpartition(";")[2])] += int(count)
    whole = counts.total() or 1
    return {name: counts[name] / whole for name in ("transport", "protocol", "framework")}


def measure(served, case, connections, seconds, folder):
    """Returns microseconds of a request, by where they go."""
    what = (served, case, connections, seconds)
    server, worker = served.process.pid, tree(served.process.pid)[-1]
    load(*what)
    before = times(server), times(worker)
    count = load(*what)
    after = times(server), times(worker)
    (server_user, server_kernel), (worker_user, worker_kernel) = (
        [(late - early) * 1e6 / count for early, late in zip(*pair)]
        for pair in zip(before, after)
    )
    parse = parse_share(server, folder, *what)
    layers = layer_shares(worker, folder, *what)
    return {
        "server, kernel": server_kernel,
        "server, parse": server_user * parse,
        "server, other": server_user * (1 - parse),
        "worker, kernel": worker_kernel,
        **{f"worker, {name}": worker_user * share for name, share in layers.items()},
    }


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench where", description=__doc__)
    parser.add_argument("--routelings", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=int, default=4, help="of each of four runs of wrk")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for app, name in (("asgi", "FastAPI"), ("wsgi", "Flask")):
            served = Served(app, "routelings", os.path.abspath(options.routelings))
            try:
                for case in ("hello", "100 kB"):
                    for connections in (1, 32):
                        found = measure(served, case, connections, options.seconds, folder)
                        rows.append((f"{name} {case}", connections, found))
            finally:
                served.stop()
    columns = list(rows[0][2])
    print("| app, case | connections | " + " | ".join(columns) + " | all |")
    print("| --- | --- |" + " --- |" * (len(columns) + 1))
    for what, connections, found in rows:
        cells = [f"{value:.0f}" for value in (*found.values(), sum(found.values()))]
        print(f"| {what} | {connections} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
