"""Serves the same two apps with several servers, one worker each, and loads them with wrk.

Rounds are interleaved: each case goes to each server before the next round begins, so that what
else the machine does hits all of them. Medians are printed; ratios travel, numbers do not.
"""

import argparse
import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
APPS = os.path.join(HERE, "bench_apps")
BODY = json.dumps(
    {"id": 7, "lines": [{"name": f"tool {n}", "count": n, "note": "n" * 64} for n in range(9)]}
).encode()
CASES = {
    "hello": ("GET", "/hello"),
    "item": ("GET", "/items/3"),
    "order": ("POST", "/orders"),
    "100 kB": ("GET", "/blob"),
}


def servers(routelings, port):
    """Returns {(app, name): command}; the first of each app is ours."""
    python = sys.executable
    near = os.path.dirname(python)
    granian = ["--port", str(port), "--no-access-log", "--log-level", "warning"]
    gunicorn = [f"{near}/gunicorn", "-b", f"127.0.0.1:{port}", "--log-level", "warning"]
    return {
        ("asgi", "routelings"): [
            routelings, "serve", "asgi_app:app", "--port", str(port), "--python", python],
        ("asgi", "uvicorn"): [
            f"{near}/uvicorn", "asgi_app:app", "--port", str(port), "--loop", "uvloop",
            "--http", "httptools", "--no-access-log", "--log-level", "warning"],
        ("asgi", "granian"): [
            f"{near}/granian", "--interface", "asgi", *granian, "asgi_app:app"],
        ("wsgi", "routelings"): [
            routelings, "serve", "wsgi_app:app", "--port", str(port), "--python", python],
        ("wsgi", "granian"): [
            f"{near}/granian", "--interface", "wsgi", *granian, "wsgi_app:app"],
        ("wsgi", "gunicorn sync"): [*gunicorn, "wsgi_app:app"],
        ("wsgi", "gunicorn gthread"): [
            *gunicorn, "-k", "gthread", "--threads", "32", "wsgi_app:app"],
        ("wsgi", "flask run"): [
            f"{near}/flask", "--app", "wsgi_app:app", "run", "--port", str(port)],
    }  # fmt: skip


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Served:
    """A server that runs, with what was measured of it."""

    def __init__(self, app, name, routelings):
        self.app, self.name, self.port = app, name, free_port()
        command = servers(routelings, self.port)[app, name]
        began = time.perf_counter()
        self.process = subprocess.Popen(
            command, cwd=APPS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self.wait(began + 60)
        self.started = time.perf_counter() - began
        self.check()

    def request(self, method, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        body = BODY if method == "POST" else None
        connection.request(method, path, body, {"content-type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def wait(self, end):
        while True:
            try:
                if self.request("GET", "/hello")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.perf_counter() > end:
                raise SystemExit(f"{self.name} did not start: {' '.join(self.process.args)}")
            time.sleep(0.002)

    def check(self):
        """A server that does not answer rightly is not measured."""
        said = {case: self.request(*asked) for case, asked in CASES.items()}
        right = said["hello"] == (200, b"hello") and len(said["100 kB"][1]) == 100_000
        right = right and json.loads(said["item"][1]) == {"id": 3}
        if not right or json.loads(said["order"][1]) != {"id": 7, "lines": 9}:
            raise SystemExit(f"{self.name} answers wrongly: {said}")

    def memory(self):
        """Returns MB of the whole process tree; shared pages are shared out (Linux only)."""
        total = 0
        for pid in tree(self.process.pid):
            try:
                with open(f"/proc/{pid}/smaps_rollup") as file:
                    total += int(re.search(r"^Pss: +(\d+)", file.read(), re.M)[1])
            except OSError:
                continue
        return total / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def tree(pid):
    children = {}
    for name in filter(str.isdigit, os.listdir("/proc") if os.path.isdir("/proc") else []):
        try:
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def wrk(port, case, connections, seconds, script):
    """Returns requests a second, or nan if an answer was not a success."""
    method, path = CASES[case]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    if method == "POST":
        command += ["-s", script]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True
    ).stdout
    rate = re.search(r"Requests/sec: +([0-9.]+)", told)
    return float("nan") if "Non-2xx" in told or not rate else float(rate[1])


def bare(app, case, seconds, body):
    method, path = CASES[case]
    command = [sys.executable, f"{HERE}/bench_bare.py", app, method, path, str(seconds), body]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def measure(app, options, folder):
    """Returns {(case, connections): {name: median}} and {name: (seconds to start, MB)}."""
    script, body = f"{folder}/post.lua", f"{folder}/body.json"
    with open(body, "wb") as file:
        file.write(BODY)
    with open(script, "w") as file:
        file.write(
            'wrk.method = "POST"\nwrk.headers["content-type"] = "application/json"\n'
            f"wrk.body = [[{BODY.decode()}]]\n"
        )
    names = [name for kind, name in servers("", 0) if kind == app]
    running, rates = [], {}
    try:
        for name in names:
            running.append(Served(app, name, options.routelings))
        for number in range(options.rounds):
            for case in CASES:
                limit = bare(app, case, options.seconds, body)
                for count in options.connections:
                    seen = rates.setdefault((case, count), {"no server": []})
                    seen["no server"].append(limit)
                    for one in running:
                        rate = wrk(one.port, case, count, options.seconds, script)
                        seen.setdefault(one.name, []).append(rate)
            print(f"  {app}: round {number + 1} of {options.rounds}", file=sys.stderr)
        facts = {one.name: (one.started, one.memory()) for one in running}
    finally:
        for one in running:
            one.stop()
    medians = {
        key: {name: statistics.median(values) for name, values in seen.items()}
        for key, seen in rates.items()
    }
    return medians, facts


def table(app, medians, facts):
    """Returns Markdown: requests a second, and in brackets routelings' as a multiple of it."""
    names = list(facts) + ["no server"]
    lines = [
        f"### {'FastAPI' if app == 'asgi' else 'Flask'}",
        "",
        "| case | connections | " + " | ".join(names) + " |",
        "| --- | --- |" + " --- |" * len(names),
    ]
    for (case, count), seen in medians.items():
        ours = seen["routelings"]
        cells = [f"{seen[name]:,.0f}" for name in names]
        for place, name in enumerate(names[1:], 1):
            cells[place] += f" ({ours / seen[name]:.2f})"
        lines.append(f"| {case} | {count} | " + " | ".join(cells) + " |")
    lines += ["", "| server | start to first answer | memory |", "| --- | --- | --- |"]
    for name, (started, memory) in facts.items():
        lines.append(f"| {name} | {started * 1000:.0f} ms | {memory:.0f} MB |")
    return "\n".join([*lines, "", summary(medians, facts)]) + "\n"


def summary(medians, facts):
    """Returns a sentence on each server that is not ours, and one on the loop without a server."""
    told = []
    for name in list(facts)[1:]:
        ratios = [seen["routelings"] / seen[name] for seen in medians.values()]
        ahead = sum(ratio > 1 for ratio in ratios)
        told.append(
            f"Ahead of {name} in {ahead} of {len(ratios)} cells, at {spread(ratios)} of its rate."
        )
    shares = [seen["routelings"] / seen["no server"] for seen in medians.values()]
    enough = sum(share >= 0.8 for share in shares)
    told.append(
        f"Share of the loop without a server: {spread(shares)}; "
        f"at least 0.80 in {enough} of {len(shares)} cells."
    )
    return "\n".join(f"- {line}" for line in told)


def spread(values):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{low:.2f} / {middle:.2f} / {high:.2f} (least, median, most)"


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench hosting", description=__doc__)
    parser.add_argument("--routelings", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=int, default=3, help="of each run of wrk")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", default="1,32,128")
    parser.add_argument("--json", help="also write all medians to this file")
    options = parser.parse_args()
    options.connections = [int(count) for count in options.connections.split(",")]
    options.routelings = os.path.abspath(options.routelings)
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} cores, load {load:.1f} before; requests a second, medians of "
        f"{options.rounds} rounds of {options.seconds} s; in brackets: routelings / the other\n"
    )
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        for app in ("asgi", "wsgi"):
            medians, facts = measure(app, options, folder)
            print(table(app, medians, facts), flush=True)
            rates = {f"{case} {count}": seen for (case, count), seen in medians.items()}
            told[app] = {"requests a second": rates, "start seconds, MB": facts}
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"load before": load, **told}, file, indent=1)


if __name__ == "__main__":
    main()
