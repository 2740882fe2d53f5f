"""What Python does at the end of a program; a worker ends by `os._exit` and has to do it itself."""

import atexit
import os
import threading

from . import channel as frames


def run(streams):
    """Waits for threads that are not daemons, executors' too, and runs what `atexit` has been given."""
    frames.current_stream.set(0)
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in streams:
        stream.finish(0)


def leave(asked, channel, streams):
    """Ends the process as `asked`, a SystemExit that nobody has caught, says."""
    run(streams)
    code = asked.code
    if code is not None and not isinstance(code, int):
        streams[1].write(f"{code}\n")
        code = 1
    channel.flush(wait=True)
    os._exit((code or 0) & 0xFF)
