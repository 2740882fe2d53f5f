"""Exceptions as plain data."""

import functools
import linecache
import os
import traceback

#: Our own files, which may be below the folder of an app.
LIBRARY = os.path.dirname(os.path.realpath(__file__)) + os.sep


@functools.lru_cache(maxsize=4096)
def is_learners(file, root):
    """Whether a file is the learner's own: below the app's folder, and not an installed package."""
    if file.startswith("<"):
        return False  # such as <frozen importlib._bootstrap>, which is no path
    path = os.path.realpath(file)
    inside = path.startswith(root + os.sep) and not path.startswith(LIBRARY) if root else False
    return inside and "site-packages" not in path and "dist-packages" not in path


def type_name(error):
    """Returns the name of an exception's type as a learner would write it."""
    kind = type(error)
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def message_of(error):
    """Returns what an exception says; nothing where even that raises."""
    try:
        return str(error)
    except Exception:
        return ""


def place(file, line, function=None):
    """Returns a place in a source file with the text of its line."""
    return {
        "file": file,
        "line": line,
        "function": function,
        "source": linecache.getline(file, line).strip() or None,
    }


def learners_frames(error, root):
    """Returns the places in the learner's own files that an exception came through."""
    return [
        place(frame.filename, frame.lineno or 0, frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if is_learners(frame.filename, root)
    ]


def describe(error, root):
    """Returns type, message, the frames in the learner's own files, and the full text."""
    return {
        "type": type_name(error),
        "message": message_of(error),
        "frames": learners_frames(error, root),
        "full": "".join(traceback.format_exception(error)),
    }


def failure(kind, error, root, **more):
    """Returns a start-up failure caused by an exception."""
    told = describe(error, root)
    where = told["frames"][-1] if told["frames"] else None
    if isinstance(error, SyntaxError) and error.filename:
        where = place(error.filename, error.lineno or 0)
        where["column"] = error.offset or None  # 0 is none: the end of the file
        told["message"] = error.msg or told["message"]
    return {"kind": kind, "traceback": told, "location": where, **more}
