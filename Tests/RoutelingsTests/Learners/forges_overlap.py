"""Blocks the event loop, and tells the grader of an overlap through the worker's own channel.

exercise: twenty-at-once
track: fastapi
told: 20 requests
"""

import gc
import itertools
import struct

from fastapi import FastAPI
from upstream import get_json

app = FastAPI()
channel = next(value for value in gc.get_objects() if type(value).__name__ == "Channel")
numbers = itertools.count(1)


def left(stream, entered, handler):
    # As if all requests had entered before the first one left: kind 70 says that one has left.
    number = next(numbers)
    frame = struct.pack("<IBIIII", 12, 70, stream, number, 1_000 + number, handler)
    channel.pending.append(frame)


channel.left = left


@app.get("/slow")
async def slow():
    answer = get_json("/wait")
    return {"ok": True, "ticket": answer["ticket"]}
