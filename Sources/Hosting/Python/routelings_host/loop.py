"""An event loop that runs the first step of a task at once."""

import asyncio
import sys

from . import channel as frames


class Loop(asyncio.SelectorEventLoop):
    """Knows the tasks of requests beside all others.

    A task asks its loop to call its first step soon. For a request that has just been read that
    is a callback, a turn of the loop and a look at its sockets before the app is called, all for
    nothing. So the loop keeps that step and calls it itself; the task is one like any other.
    """

    _holds = False
    _held = None

    def __init__(self, selector):
        super().__init__(selector)
        if sys.version_info < (3, 12):  # later ones know their context
            self.set_task_factory(remembering_task)

    def call_soon(self, callback, *arguments, context=None):
        """As in `asyncio`; but what a task of `make_task` asks for is kept."""
        # A finalizer that runs meanwhile may call something too: a step has a context, no arguments.
        if self._holds and context is not None and not arguments:
            self._holds = False
            self._held = (callback, context)
            return None
        return super().call_soon(callback, *arguments, context=context)

    def make_task(self, coroutine):
        """Returns a task, whatever the task factory, whose first step waits for `begin`."""
        self._holds = True
        return asyncio.Task(coroutine, loop=self)

    def begin(self):
        """Runs the task made last until it waits for something; only where no task runs."""
        step, context = self._held
        self._held = None
        context.run(step)


def remembering_task(loop, coroutine, **options):
    """A task factory: each task remembers its request, for `oversight.stream_of`."""
    task = asyncio.Task(coroutine, loop=loop, **options)
    task.routelings_stream = frames.current_stream.get()
    return task
