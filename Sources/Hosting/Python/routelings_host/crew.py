"""The threads of a WSGI worker: one leads, it reads and runs what it has read; others wait.

A request handed from thread to thread costs more than a small handler does. So the leader runs
requests itself, one after the other, and another thread takes the lead when that blocks: at once
where the server knows (a body or a client that keeps it waiting), else after a tick of the watch.
For a while after that each request gets a thread of its own.
"""

import collections
import queue
import threading
import time

from . import channel as frames

TICK = 0.002
#: Ticks for which a leader may compute, or wait for a processor, before it is replaced.
COMPUTING = 10
#: Ticks without work after which the watch rests until the leader wakes it.
PATIENCE = 50
#: Seconds for which requests get threads of their own after one has blocked.
CAUTION = 0.5


class Crew:
    """Runs requests on at most `limit` threads, besides the one that reads."""

    def __init__(self, limit, channel, read):
        self.limit = limit
        self.channel = channel
        self.read = read
        self.backlog = collections.deque()
        self.work = queue.SimpleQueue()
        self.idle = threading.Semaphore(0)
        self.threads = 0
        self.running = 0
        self.guard = threading.Lock()
        self.term = 0
        self.beat = 0
        self.leader = 0
        self.is_busy = False
        self.is_resting = False
        self.alarm = threading.Lock()
        self.alarm.acquire()
        self.careful_until = 0.0

    def add(self, exchange):
        """Called by the leader: takes a request that was read."""
        if exchange.body is not None or time.monotonic() < self.careful_until:
            self.give(exchange)
        else:
            self.backlog.append(exchange)

    def give(self, exchange):
        """Lets another thread run a request, a new one if none waits and the limit allows it."""
        if not self.idle.acquire(blocking=False) and self.threads <= self.limit:
            self.start(leads=False)
        self.work.put(exchange)

    def start(self, leads):
        self.threads += 1
        threading.Thread(target=self.run, args=(leads,), daemon=True).start()

    def run(self, leads):
        """What each thread does for ever."""
        # A daemon's threads are daemons too, and those that an app starts are none anywhere else.
        threading.current_thread()._daemonic = False
        while True:
            if leads:
                self.lead()
            self.follow()
            leads = True

    def watch(self):
        """Runs in the main thread for ever: finds a leader that does not get on."""
        self.start(leads=True)
        seen, quiet, stuck = None, 0, 0
        while True:
            time.sleep(TICK)
            state = (self.term, self.beat)
            if state != seen:
                seen, quiet, stuck = state, 0, 0
            elif self.is_busy:
                stuck += 1
                if stuck > COMPUTING or self.is_blocked():
                    self.take_over(*state)
            else:
                quiet += 1
                if quiet > PATIENCE:
                    self.rest()
                    quiet = 0

    def is_blocked(self):
        """Whether the leader waits for something other than a processor; a guess but on Linux."""
        try:
            with open(f"/proc/self/task/{self.leader}/stat", "rb") as file:
                return file.read().rpartition(b")")[2].split(None, 1)[0] != b"R"
        except OSError:
            return True

    def rest(self):
        with self.guard:
            if self.is_busy:
                return
            self.is_resting = True
        self.alarm.acquire()

    def take_over(self, term, beat):
        """Gives the lead to another thread if the leader is still at the same request."""
        with self.guard:
            if (self.term, self.beat) != (term, beat) or not self.is_busy:
                return
            if self.idle.acquire(blocking=False):
                follower = True
            elif self.threads <= self.limit:
                follower = False
            else:
                return
            self.term += 1
            self.is_busy = False
            self.running += 1  # the leader until now
            self.careful_until = time.monotonic() + CAUTION
        if follower:
            self.work.put(None)
        else:
            self.start(leads=True)

    def step_aside(self, exchange):
        """Called by the thread that runs a request when it is going to wait."""
        if exchange.term == self.term:
            self.take_over(self.term, self.beat)

    def lead(self):
        """Reads, and runs what was read, until another thread has taken over."""
        term, channel = self.term, self.channel
        self.leader = threading.get_native_id()
        while True:
            exchange = self.next(term)
            if exchange is None:
                channel.flush()
                self.read()
                continue
            exchange.run()
            with self.guard:
                if self.term != term:
                    self.running -= 1
                    break
                self.is_busy = False
            if len(channel.pending) >= frames.BATCH:
                channel.flush()
        channel.flush()
        self.idle.release()

    def next(self, term):
        """Returns the request that the leader shall run; None if it shall read."""
        backlog = self.backlog
        if not backlog:
            return None
        if self.running >= self.limit or time.monotonic() < self.careful_until:
            self.share()
            return None
        with self.guard:
            exchange = backlog.popleft()
            exchange.term = term
            self.beat += 1
            self.is_busy = True
            if self.is_resting:
                self.is_resting = False
                self.alarm.release()
        return exchange

    def share(self):
        while self.backlog:
            self.give(self.backlog.popleft())

    def follow(self):
        """Runs what the leader gives away, until it is told to lead."""
        while True:
            exchange = self.work.get()
            if exchange is None:
                return
            with self.guard:
                self.running += 1
            exchange.run()
            self.channel.flush()
            with self.guard:
                self.running -= 1
            self.idle.release()
