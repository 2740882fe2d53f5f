"""A worker: one fresh process that loads the learner's file and serves it."""

import faulthandler
import gc
import importlib
import os
import resource
import signal
import socket
import sys
import types

from . import channel as frames
from . import crowd, ending, failures, fence, introspection, output, oversight, processes, watch

#: Makes a worker write to its raw output where each thread stands, even in the middle of C code.
WHERE_SIGNAL = signal.SIGUSR2

#: Where a compiled program finds its connection to the tutor.
FRAMES = 3

#: What Swift's runtime prints of a crash: the learner's lines, without asking for a key.
BACKTRACE = (
    "enable=yes,color=no,interactive=no,threads=crashed,registers=none,images=none,"
    "sanitize=no,limit=32,top=16"
)

LIBRARY = os.path.dirname(os.path.abspath(__file__))


class OwnServerRefused(RuntimeError):
    """Raised where the learner's program opens a port of its own."""


class State:
    """What is remembered while the learner's file is loaded."""

    own_server = None


def main(spec, parent):
    """Prepares the process, loads the app and serves it; never returns."""
    os.setsid()
    processes.prctl(processes.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(70)
    raw_output(spec)
    sock = greet(spec, b"d")
    limit(spec)
    os.environ.update(spec["environment"])
    os.chdir(spec["directory"])
    if spec["program"]:
        become(spec, sock)
    channel = frames.Channel(sock)
    if not watch.bounds(spec):
        ending.when_asked(channel)
    faulthandler.register(WHERE_SIGNAL, file=2, all_threads=True)
    root = os.path.realpath(spec["root"])
    streams = output.install(channel, root)
    overseer = oversight.Overseer(channel, root)
    pid = os.getpid()
    thresholds = gc.get_threshold()
    try:
        app, interface = load(spec, root, channel)
        if os.getpid() != pid:
            os._exit(0)  # forked while it was loaded: the child is not a second worker
        # Asyncio, for one, is only imported where it is needed.
        server = importlib.import_module(f".{interface}", __package__)
        # What is loaded by now stays: the collector need not look at it with each request.
        gc.collect()
        gc.freeze()
        if gc.get_threshold() == thresholds:
            gc.set_threshold(10_000, 10, 10)
        server.serve(app, spec, channel, streams, root, overseer)
    except frames.Failed as failed:
        channel.post_json(frames.FAILED, 0, failed.facts)
        channel.flush(wait=True)
    except SystemExit as asked:  # of a task, which asyncio lets through, or of a signal handler
        ending.leave(asked, channel, streams)
    channel.sock.shutdown(socket.SHUT_WR)
    os._exit(0)


def raw_output(spec):
    """Opens a connection to the tutor for raw output, on fds 1 and 2; there is no input."""
    silent = os.open(os.devnull, os.O_RDONLY)
    os.dup2(silent, 0)
    os.close(silent)
    raw = greet(spec, b"o")
    for fd in (1, 2):
        os.dup2(raw.fileno(), fd)
    raw.close()


def become(spec, sock):
    """Turns this process into the learner's compiled program, with its frames on fd 3."""
    if sock.fileno() == FRAMES:
        os.set_inheritable(FRAMES, True)
    else:
        os.dup2(sock.fileno(), FRAMES)
    os.environ["ROUTELINGS_SOURCE"] = spec["file"]
    os.environ["ROUTELINGS_TRACES"] = "1" if spec["traces"] else "0"
    os.environ["SWIFT_BACKTRACE"] = BACKTRACE
    # It cannot say where it stands: it must not die of the question.
    signal.signal(WHERE_SIGNAL, signal.SIG_IGN)
    try:
        os.execve(spec["program"], [spec["program"]], os.environ)
    except OSError as error:
        os.write(2, f"the program could not be started: {error}\n".encode())
        os._exit(71)


def greet(spec, purpose):
    sock = socket.socket(socket.AF_UNIX)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)  # as far as the system allows
    sock.connect(spec["socket"])
    sock.sendall(purpose + spec["token"].encode())
    return sock


def limit(spec):
    """Sets the limits of the process, before any of the learner's code."""
    limits = spec["limits"]
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_NOFILE, limits["files"])
    # A second between the two: SIGXCPU names the cause, SIGKILL at once would not.
    lower(resource.RLIMIT_CPU, limits["cpu"], more=1)
    # Python raises where a file ends; a compiled program's threads may go on writing for ever, so
    # that the watch has to see its folder beyond the limit.
    lower(resource.RLIMIT_FSIZE, limits["disk"] * (2 if spec["program"] else 1))
    if processes.LINUX:
        if watch.bounds(spec):
            # It counts all that the user runs, and does not bind root: see `crowd` and `watch`.
            lower(resource.RLIMIT_NPROC, watch.tasks() + 2 * limits["processes"])
            fence.close()
        lower(resource.RLIMIT_AS, limits["memory"])
        lower(12, spec["worker"])  # RLIMIT_MSGQUEUE: the mark that the keeper finds its family by


def lower(which, value, more=0):
    """Sets a limit, with the hard one by `more` above the soft one."""
    _, hard = resource.getrlimit(which)
    ceiling = min(value + more, 2**63 - 1)
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    try:
        resource.setrlimit(which, (min(value, ceiling), ceiling))
    except (ValueError, OSError):
        pass  # a limit that this system does not have


def refuse_own_sockets(root):
    """Refuses listening sockets, and remembers the learner's line that asked for one."""

    def hook(event, arguments):
        if event == "socket.bind":
            sock = arguments[0]
            families = (socket.AF_INET, socket.AF_INET6)
            if sock.family in families and sock.type == socket.SOCK_STREAM:
                frame = sys._getframe(1)
                while frame and not failures.is_learners(frame.f_code.co_filename, root):
                    frame = frame.f_back
                if frame:
                    State.own_server = failures.place(frame.f_code.co_filename, frame.f_lineno)
                raise OwnServerRefused("this program may not open a port of its own")

    sys.addaudithook(hook)


def load(spec, root, channel):
    """Returns the app and its interface; raises `frames.Failed` with the facts otherwise."""
    sys.dont_write_bytecode = True
    for path in reversed(spec["paths"]):
        sys.path.insert(0, path)
    if spec["refusesOwnSockets"]:
        refuse_own_sockets(root)
    if processes.LINUX and watch.bounds(spec):
        crowd.bound(spec["worker"], spec["limits"]["processes"])
    module = module_of(spec, root, channel)
    app = callable_of(spec, module)
    found = introspection.interface_of(app)
    if spec["interface"] == "auto":
        return app, found or "wsgi"
    if found not in (None, spec["interface"]):
        raise frames.Failed({"kind": "wrongInterface", "name": spec["callable"], "type": found})
    return app, spec["interface"]


def module_of(spec, root, channel):
    try:
        if spec["file"] is None:
            return importlib.import_module(spec["module"])
        return load_file(spec["module"], spec["file"])
    except SystemExit as error:
        channel.flush()
        facts = failures.failure("exited", error, root, code=ending.exit_code(error))
    except SyntaxError as error:
        facts = failures.failure("syntax", error, root)
    except ModuleNotFoundError as error:
        facts = failures.failure("moduleNotFound", error, root, module=error.name)
    except FileNotFoundError as error:
        missing = error.filename == spec["file"] and error.__traceback__.tb_next.tb_next is None
        facts = failures.failure("fileMissing" if missing else "exception", error, root)
    except BaseException as error:
        facts = failures.failure("exception", error, root)
    if State.own_server and facts["kind"] in ("exception", "exited"):
        facts.update(kind="ownServer", location=State.own_server)
    raise frames.Failed(facts)


def load_file(name, path):
    """Runs a file as the module `name`; always from its source, never from stale bytecode."""
    with open(path, "rb") as file:
        source = file.read()
    module = types.ModuleType(name)
    module.__file__ = path
    sys.modules[name] = module
    exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    return module


def callable_of(spec, module):
    name = spec["callable"].removesuffix("()")
    value = module
    for part in name.split("."):
        value = getattr(value, part, None)
    if introspection.is_factory(value):
        raise frames.Failed({"kind": "factory", "name": name})
    if callable(value):
        return value
    kind = "notCallable"
    if value is None:
        kind = "isNone" if name in vars(module) else "noApp"
    names = [
        other
        for other, candidate in vars(module).items()
        if not other.startswith("_") and introspection.looks_like_an_app(candidate)
    ]
    makers = [o for o, v in vars(module).items() if introspection.looks_like_a_factory(o, v)]
    facts = {"name": name, "names": names, "type": type(value).__name__, "makers": makers}
    raise frames.Failed({"kind": kind, **facts})
