"""The lifespan part of ASGI: what an app does before its first request and after its last."""

import asyncio
import sys
import traceback

from . import failures


class Lifespan:
    """Runs the lifespan part of an app, if it has one."""

    def __init__(self, server):
        self.server = server
        self.state = {}
        self.inbox = asyncio.Queue()
        self.started = server.loop.create_future()
        self.stopped = server.loop.create_future()
        self.problem = None

    async def run(self):
        scope = {"type": "lifespan", "asgi": self.server.version, "state": self.state}
        try:
            await self.server.app(scope, self.inbox.get, self.send)
        except BaseException as error:
            self.problem = error
        for future in (self.started, self.stopped):
            if not future.done():
                future.set_result(None)

    async def send(self, message):
        kind = message["type"]
        phase = self.started if kind.startswith("lifespan.startup") else self.stopped
        if not phase.done():
            phase.set_result(message if kind.endswith("failed") else None)

    async def start(self):
        """Returns None, or the facts of a start-up that failed."""
        self.task = self.server.loop.create_task(self.run())
        self.inbox.put_nowait({"type": "lifespan.startup"})
        failed = await self.started
        if failed is None:
            return None  # done, or an app that knows no lifespan
        await asyncio.wait([self.task], timeout=1)
        if self.problem is not None:
            return failures.failure("lifespan", self.problem, self.server.root)
        return {"kind": "lifespan", "message": str(failed.get("message", ""))}

    async def stop(self):
        """Lets the app shut down; what goes wrong then is told like any exception."""
        if self.stopped.done():
            return  # an app that knows no lifespan
        self.inbox.put_nowait({"type": "lifespan.shutdown"})
        failed = await self.stopped
        if failed is not None:
            await asyncio.wait([self.task], timeout=1)
        if self.problem is not None:
            traceback.print_exception(self.problem)
        elif failed is not None:
            print(f"The app's shutdown failed: {failed.get('message', '')}", file=sys.stderr)
