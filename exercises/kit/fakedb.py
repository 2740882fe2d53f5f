"""A database that keeps count of its handles, in place of a real one.

    db = connect()               opens a handle, with a number of its own
    db.count("tools")            answers at once
    db.slow_count("tools")       blocks its thread until the upstream has answered
    db.close()                   closes the handle; from then on it answers nothing

`GET /kit/stats` tells how many handles were opened and closed, how many are
open now, and how many were open at once at most. `POST /kit/reset` starts the
counting anew.
"""

from itertools import count
from threading import Lock
from typing import Any

from upstream import get_json

TABLES = {"tools": 42, "members": 17}


class HandleClosed(RuntimeError):
    """The handle was used after it had been closed."""


class Handle:
    """A connection to the database. Only one request at a time may use it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._is_closed = False

    def count(self, table: str) -> int:
        """How many rows `table` has."""
        if self._is_closed:
            raise HandleClosed(f"handle {self.number} was closed before it was asked for {table}")
        return TABLES[table]

    def slow_count(self, table: str) -> int:
        """The same, when the database is busy. Blocks the calling thread."""
        rows = self.count(table)
        get_json("/wait")
        return rows

    def close(self) -> None:
        """Gives the handle back; closing it again changes nothing."""
        if not self._is_closed:
            self._is_closed = True
            _counts.closed()


class _Counts:
    """What `/kit/stats` tells."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._opened = self._closed = self._open = self._most = 0

    def opened(self) -> None:
        with self._lock:
            self._opened += 1
            self._open += 1
            self._most = max(self._most, self._open)

    def closed(self) -> None:
        with self._lock:
            self._closed += 1
            self._open -= 1

    def reset(self) -> None:
        with self._lock:
            self._opened = self._closed = 0
            self._most = self._open

    def told(self) -> dict[str, int]:
        with self._lock:
            return {
                "opened": self._opened,
                "closed": self._closed,
                "open": self._open,
                "at_once": self._most,
            }


_counts = _Counts()
_numbers = count(1)


def connect() -> Handle:
    """Opens a handle. Whoever opens it closes it."""
    _counts.opened()
    return Handle(next(_numbers))


def add_stats(app: Any) -> None:
    """Adds `/kit/stats` and `/kit/reset` to a Flask or a FastAPI app."""
    for path, method, function in (
        ("/kit/stats", "GET", _counts.told),
        ("/kit/reset", "POST", _reset),
    ):
        if hasattr(app, "add_url_rule"):
            app.add_url_rule(path, path, function, methods=[method])
        else:
            app.add_api_route(path, function, methods=[method], include_in_schema=False)


def _reset() -> dict[str, int]:
    _counts.reset()
    return _counts.told()
