"""Programs of the tutor's that the keeper runs and ends: compilers and their like."""

import os
import selectors

from . import processes


class Program:
    """One running program and what it prints."""

    def __init__(self, number, pid, output):
        self.number = number
        self.pid = pid
        self.output = output
        self.status = None


class Programs:
    """Starts programs in sessions of their own, and tells what they print and how they end."""

    def __init__(self, selector, tell, held_signals):
        self.selector = selector
        self.tell = tell
        self.held_signals = held_signals
        self.running = {}

    def start(self, number, arguments, directory, environment):
        """Starts a program; what cannot be started has ended with status 127."""
        reader, writer = os.pipe()
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, writer, 1),
            (os.POSIX_SPAWN_DUP2, writer, 2),
        ]
        home = os.getcwd()
        try:
            os.chdir(directory)
            pid = os.posix_spawn(
                arguments[0], arguments, {**os.environ, **environment},
                file_actions=actions, setsid=True, setsigdef=self.held_signals,
            )  # fmt: skip
        except OSError as error:
            os.close(reader)
            self.tell({"event": "said", "run": number, "text": f"{arguments[0]}: {error}\n"})
            self.tell({"event": "ran", "run": number, "status": 127 << 8})
            return
        finally:
            os.close(writer)
            os.chdir(home)
        program = self.running[number] = Program(number, pid, reader)
        self.selector.register(reader, selectors.EVENT_READ, program)

    def end(self, number):
        """Ends a program and all that it has started."""
        program = self.running.get(number)
        if program:
            family = [program.pid, *processes.descendants(program.pid, processes.table())]
            for pid in family:
                processes.kill(pid)

    def listen(self, program):
        """Passes on what a program prints; the end of its output is its own end."""
        data = os.read(program.output, 1 << 16)
        if data:
            text = data.decode("utf-8", "replace")
            self.tell({"event": "said", "run": program.number, "text": text})
            return
        self.selector.unregister(program.output)
        os.close(program.output)
        del self.running[program.number]
        if program.status is None:
            program.status = os.waitpid(program.pid, 0)[1]
        self.tell({"event": "ran", "run": program.number, "status": program.status})

    def abandon(self):
        """In a process that the keeper has forked: lets go of what the programs print."""
        for program in self.running.values():
            os.close(program.output)

    def reaped(self, pid, status):
        """Somebody else has collected a dead process, which may be one of these."""
        for program in self.running.values():
            if program.pid == pid:
                program.status = status
