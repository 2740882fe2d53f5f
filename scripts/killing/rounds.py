"""One round: a program of ours under load, a victim, and what has to be true afterwards."""

import http.client
import os
import queue
import re
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from processes import BOUND, carriers, kill, named, until, zombies

#: Seconds after which a program that says nothing is called stuck: far more than a busy machine needs.
STUCK = 120

#: What tells of the end of a process.
TOLD = re.compile(
    r"supervises the app ended|ended by signal 9|supervises apps ended unasked|The server is closed"
)


class Program:
    """A program of ours with a token in its environment, and the lines that it prints."""

    def __init__(self, arguments, token, home, temporary):
        environment = dict(os.environ, ROUTELINGS_HOME=home, TMPDIR=temporary, KILL_TEST=token)
        self.token = token
        self.process = subprocess.Popen(
            arguments, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, bufsize=1, errors="replace",
        )  # fmt: skip
        self.lines: list[str] = []
        self.arrived: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            self.arrived.put(line)
        self.arrived.put(None)

    def say(self, text):
        """Types a line; a program that is gone does not hear it."""
        try:
            self.process.stdin.write(text + "\n")
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass

    def line(self, pattern):
        """The next line with a pattern; None when the output ends first or nothing comes."""
        while True:
            try:
                line = self.arrived.get(timeout=STUCK)
            except queue.Empty:
                return None
            if line is None or re.search(pattern, line):
                return line

    def ended(self):
        """The exit code; None for a program that does not end."""
        try:
            return self.process.wait(STUCK)
        except subprocess.TimeoutExpired:
            return None


class Round:
    """What both kinds of round have in common."""

    def __init__(self, victim, program, chance):
        self.victim, self.program, self.chance = victim, program, chance
        self.problems: list[str] = []
        self.gone = 0.0
        self.had_keeper = False
        self.hit = False

    def wrong(self, text):
        self.problems.append(text)

    def strike(self):
        """Kills the victim at a random moment; its whole program counts as a victim too."""
        time.sleep(self.chance.uniform(0, 0.6))
        if "of a check" in self.victim:
            until(lambda: len(named(self.program.process.pid)["worker"]) > 1, 2)
        if "spare" in self.victim:
            until(lambda: named(self.program.process.pid)["spare"], 10)
        processes = named(self.program.process.pid)
        self.had_keeper = bool(processes["keeper"])
        self.mark = len(self.program.lines)
        victims = [self.program.process.pid] if self.victim.startswith("all of") else []
        kind = self.victim.split()[0]
        if kind in ("tutor", "server"):
            victims = [self.program.process.pid]
        elif kind == "both":
            victims = [self.program.process.pid, *processes["keeper"]]
        else:
            found = processes[kind]
            if kind == "worker" and "of a check" in self.victim:
                found = found[1:]
            elif kind == "worker" and "of free play" in self.victim:
                found = found[:1]
            victims = [self.chance.choice(found)] if found else []
        self.hit = bool(victims)
        kill(*victims)

    def told(self):
        """What the program has printed since the kill."""
        return "".join(self.program.lines[self.mark :])

    def finish(self, temporary):
        """Looks for what is left; returns folders that only a later start can remove."""
        # With the keeper gone too, or not there yet, it is the next start that sweeps.
        if self.victim.startswith("both") or not self.had_keeper:
            return set(os.listdir(temporary))
        self.gone = self.processes_end() or BOUND
        if until(lambda: not os.listdir(temporary)) is None:
            self.wrong(f"{os.listdir(temporary)} are left in the folder for temporary files")
        return set()

    def processes_end(self):
        """Seconds until no process carries the token any more."""
        lived = until(lambda: not carriers(self.program.token))
        if lived is None:
            self.wrong(f"processes {carriers(self.program.token)} are left after {BOUND} s")
            kill(*carriers(self.program.token))
        return lived


class PromptRound(Round):
    """The prompt with checks one after the other, and requests of free play between them."""

    def run(self):
        program = self.program
        early = self.victim == "tutor" and self.chance.random() < 0.2
        program.say("exercise twenty-at-once")
        for _ in range(10 if "of a check" in self.victim else 5):
            program.say("check\nget /slow")
        if not early:
            for _ in range(self.chance.randint(1, 2)):
                if not program.line(r"\d+/\d+ points"):
                    return self.wrong(f"no verdict before the kill: {''.join(program.lines)[-600:]}")
        self.strike()
        if self.victim.startswith(("tutor", "both")):
            if program.ended() is None:
                self.wrong("it lives")
            return
        program.say("get /slow\ncheck\nquit")
        self.look(program.ended())

    def look(self, code):
        said = self.told()
        if code is None:
            return self.wrong(f"the prompt is stuck: {said[-600:]}")
        if code not in (0, 1, 3):
            self.wrong(f"the prompt ended with {code}: {said[-600:]}")
        verdicts = re.findall(r"(\w+) · (\d)/4 points|(No verdict)|(Run the check again)", said)
        if not verdicts:
            return self.wrong(f"no verdict after the kill: {said[-600:]}")
        if not re.search(r"Passed · 4/4 points", said[-3000:]):
            self.wrong(f"the last check is not right: {said[-900:]}")
        if cost := re.search(r"[0-3]/4 points", said):
            self.wrong(f"a kill cost points: {said[max(0, cost.start() - 900) : cost.end() + 300]}")
        # A check that loses what it needs is run again, and its verdict is right; nobody misses a
        # spare. Nothing is to be told then, unless a request went without its answer.
        is_silent = re.match("keeper|nursery|spare|worker of a check", self.victim) and not re.search(
            r"No answer|HTTP/1.1 [45]", said
        )
        if self.hit and not is_silent and not TOLD.search(said):
            self.wrong(f"nothing is said: {said[-900:]}")


class Client(threading.Thread):
    """Asks again and again on kept connections, and keeps what it is answered."""

    PATHS = ["/", "/wait", "/parts", "/wait/parts"]

    def __init__(self, port, path):
        super().__init__(daemon=True)
        self.port, self.path, self.is_over = port, path, threading.Event()
        self.right, self.cut, self.texts = 0, 0, []
        self.start()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=STUCK)
        while not self.is_over.is_set():
            try:
                connection.request("GET", self.path)
                answer = connection.getresponse()
                body = answer.read().decode()
            except TimeoutError:
                return self.texts.append("a request hangs")
            except (OSError, http.client.HTTPException):
                self.cut += 1
                connection.close()
                self.is_over.wait(0.02)
                continue
            if answer.status == 200 and body.endswith("ok"):
                self.right += 1
            elif answer.status == 502:
                self.texts.append(body)
            else:
                self.texts.append(f"{answer.status} {body[:200]}")

    def end(self):
        self.is_over.set()
        self.join(STUCK + 10)
        if self.is_alive():
            self.texts.append("a request hangs")


class ServeRound(Round):
    """The server with a few clients."""

    def run(self):
        started = self.program.line("Serving .* at http")
        if not started:
            return self.wrong(f"it does not start: {''.join(self.program.lines)[-600:]}")
        port = int(re.search(r":(\d+);", started)[1])
        clients = [Client(port, path) for path in Client.PATHS for _ in range(2)]
        self.strike()
        if self.victim.startswith(("server", "both")):
            if self.program.ended() is None:
                self.wrong("it lives")
        else:
            self.recover(port)
        for client in clients:
            client.end()
        self.judge([text for client in clients for text in client.texts])
        if not self.victim.startswith(("server", "both")):
            self.stop()

    def recover(self, port):
        """Every place has to have a worker again, and the prompt of the shell has to say so."""
        if self.hit and not self.program.line("Another worker has taken its place"):
            self.wrong(f"no other worker comes: {self.told()[-600:]}")
        if self.hit and not TOLD.search(self.told()):
            self.wrong(f"nothing is said: {self.told()[-600:]}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STUCK)
        connection.request("GET", "/")
        if (status := connection.getresponse().status) != 200:
            self.wrong(f"{status} after another worker has taken the place")
        connection.close()
        if until(lambda: not zombies(self.program.process.pid)) is None:
            self.wrong("a dead process is not collected")

    def judge(self, texts):
        for text in texts:
            if not TOLD.search(text):
                self.wrong(f"a client is told: {text}")
                break

    def stop(self):
        self.program.process.terminate()
        if (code := self.program.ended()) != 0:
            self.wrong(f"it ended with {code} when it was asked to: {self.told()[-600:]}")


def temporary_folder(home):
    """A folder for what a program makes for its run, in which nobody else makes anything."""
    return tempfile.mkdtemp(prefix="t", dir=home)


def workspace(root, home):
    """A workspace in which the exercise is solved, so that every verdict has to be the same."""
    folder = Path(home, "work", "fastapi", "twenty-at-once")
    folder.mkdir(parents=True)
    (solution,) = Path(root, "exercises").glob("*/twenty-at-once/fastapi/solution/app.py")
    (folder / "app.py").write_text(solution.read_text())
    return folder.parent.parent
