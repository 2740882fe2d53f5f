"""What Python does at the end of a program; a worker ends by `os._exit` and has to do it itself."""

import atexit
import os
import signal
import threading

from . import channel as frames


def stop(channel, streams):
    """Ends the process because the server says so, which is told that it has stopped."""
    run(streams)
    channel.post(frames.STOPPED)
    channel.flush(wait=True)
    os._exit(0)


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
    if asked.code is not None and not isinstance(asked.code, int):
        streams[1].write(f"{asked.code}\n")
    channel.flush(wait=True)
    os._exit(exit_code(asked) & 0xFF)


def exit_code(asked):
    """Returns the code with which Python ends for a SystemExit."""
    if asked.code is None:
        return 0
    return asked.code if isinstance(asked.code, int) else 1


def when_asked(channel):
    """On SIGTERM the server is told, which lets requests finish and then stops the worker.

    Who ends a service may send the signal to all of its processes, as systemd does. An app may put a
    handler of its own in the place of this one, and no child has it.
    """

    def ask(*_):
        channel.post(frames.ASKS_TO_STOP)
        channel.flush()

    def forget():
        if signal.getsignal(signal.SIGTERM) is ask:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, ask)
    os.register_at_fork(after_in_child=forget)
