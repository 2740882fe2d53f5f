"""What is served while processes are killed: it has a child that nobody but the keeper can end."""

import asyncio
import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)
    os._exit(0)


async def app(scope, receive, send):
    """Answers `ok`, in parts, after a while or both, as the path says."""
    if scope["type"] != "http":
        raise NotImplementedError
    if "wait" in scope["path"]:
        await asyncio.sleep(0.05)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if "parts" in scope["path"]:
        for _ in range(20):
            await send({"type": "http.response.body", "body": b"." * 1000, "more_body": True})
            await asyncio.sleep(0.002)
    await send({"type": "http.response.body", "body": b"ok"})
