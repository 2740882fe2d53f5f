"""Asynchronous work that nobody looks after, told with the request that began it."""

import re
import warnings

from . import channel as frames
from . import failures, introspection

NEVER_AWAITED = re.compile(r"coroutine '(.+)' was never awaited")


class Overseer:
    """Hears of such work from Python, and tells the tutor."""

    def __init__(self, channel, root):
        self.channel = channel
        self.root = root
        self.show = warnings.showwarning
        warnings.filterwarnings("always", message=".*was never awaited", category=RuntimeWarning)
        warnings.showwarning = self.warned

    def follow(self, loop):
        """Hears of the tasks of an event loop."""
        loop.set_exception_handler(self.told)

    def warned(self, message, category, filename, lineno, file=None, line=None):
        """Stands in for `warnings.showwarning`."""
        found = NEVER_AWAITED.match(str(message))
        if found and not self.channel.abandoned:
            place = None
            if failures.is_learners(filename, self.root):
                place = failures.place(filename, lineno)
            self.tell(frames.current_stream.get(), "neverAwaited", found[1], place)
        self.show(message, category, filename, lineno, file, line)

    def told(self, loop, context):
        """The exception handler of an event loop."""
        task = context.get("task") or context.get("future")
        message = context.get("message", "")
        stream = stream_of(task)
        token = frames.current_stream.set(stream)
        try:
            if message.startswith("Task was destroyed"):
                self.tell(stream, "destroyedPending", name_of(task), self.standing(task))
            elif message.endswith("exception was never retrieved"):
                told = failures.describe(context["exception"], self.root)
                place = told["frames"][-1] if told["frames"] else None
                self.tell(stream, "exceptionNeverRetrieved", name_of(task), place, told)
            loop.default_exception_handler(context)
        finally:
            frames.current_stream.reset(token)

    def standing(self, task):
        """Returns where a task waited, or where its coroutine is defined if that is gone already."""
        coroutine = task.get_coro()
        frame, code = getattr(coroutine, "cr_frame", None), getattr(coroutine, "cr_code", None)
        if code is None or not failures.is_learners(code.co_filename, self.root):
            return None
        line = frame.f_lineno if frame else introspection.line_of_def(code)
        return failures.place(code.co_filename, line, code.co_name)

    def tell(self, stream, kind, name, place, traceback=None):
        told = {"kind": kind, "name": name, "place": place, "traceback": traceback}
        self.channel.post_json(frames.OVERSIGHT, stream, told)
        self.channel.flush()


def stream_of(task):
    """Returns the number of the request that a task was made for; 0 for none."""
    if hasattr(task, "get_context"):
        return task.get_context().get(frames.current_stream, 0)
    return getattr(task, "routelings_stream", 0)


def name_of(task):
    coroutine = getattr(task, "get_coro", lambda: None)()
    return getattr(coroutine, "__qualname__", None) or type(task).__name__
