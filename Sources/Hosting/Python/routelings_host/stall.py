"""Finds what holds up an event loop: a thread that looks at the loop's thread from time to time.

A machine may be too busy to run the loop at all, and that is nobody's line: only a loop that has
used the processor, or has stood at one place, for 50 ms counts as held up.
"""

import asyncio
import selectors
import sys
import threading
import time

from . import failures

TICK = 0.025
LIMIT = 0.05
#: Ticks without work after which the watch rests until the loop wakes it.
PATIENCE = 20


class WatchedSelector(selectors.DefaultSelector):
    """A selector that can be asked whether its loop is at work, and at which turn."""

    def __init__(self):
        super().__init__()
        self.turn = 0
        self.is_busy = self.is_resting = False
        self.alarm = threading.Semaphore(0)

    def select(self, timeout=None):
        self.is_busy = False
        ready = super().select(timeout)
        self.turn += 1
        self.is_busy = True
        if self.is_resting:
            self.is_resting = False
            self.alarm.release()
        return ready


class Watch:
    """Reports each turn of a loop that takes too long, once."""

    def __init__(self, loop, selector, root, report):
        self.loop = loop
        self.selector = selector
        self.root = root
        self.report = report
        self.thread = threading.get_ident()
        self.clock = None
        if sys.platform.startswith("linux"):
            self.clock = time.pthread_getcpuclockid(self.thread)
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        selector, seen, quiet, first, told = self.selector, -1, 0, None, False
        earlier = None
        while True:
            time.sleep(TICK)
            turn = selector.turn
            if not selector.is_busy:
                quiet += 1
                if quiet > PATIENCE:
                    self.rest()
                    quiet = 0
                continue
            quiet = 0
            now = self.sample()
            if turn != seen:
                seen, first, told = turn, now, False
            elif not told and self.is_held(first, now, earlier):
                told = self.tell(turn)
            earlier = now

    def rest(self):
        self.selector.is_resting = True
        if self.selector.is_busy:
            self.selector.is_resting = False  # it may have missed the wish; a spare wake-up is fine
        else:
            self.selector.alarm.acquire()
            self.selector.is_resting = False

    def sample(self):
        """Returns time, processor time, and where the learner's code stands."""
        cpu = time.clock_gettime(self.clock) if self.clock is not None else None
        frame = self.learners_frame()
        place = (id(frame), frame.f_lasti) if frame else None
        return time.monotonic(), cpu, place

    def is_held(self, first, now, earlier):
        if now[0] - first[0] < LIMIT or now[2] is None:
            return False
        if now[1] is None:
            return True
        return now[1] - first[1] >= LIMIT * 0.9 or now[2] == earlier[2]

    def learners_frame(self):
        frame = sys._current_frames().get(self.thread)
        while frame and not failures.is_learners(frame.f_code.co_filename, self.root):
            frame = frame.f_back
        return frame

    def tell(self, turn):
        frame = self.learners_frame()
        task = asyncio.current_task(self.loop)
        if frame is None or self.selector.turn != turn:
            return False
        code = frame.f_code
        self.report(task, failures.place(code.co_filename, frame.f_lineno, code.co_name))
        return True
