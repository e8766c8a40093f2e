"""How quickly this process answers behind the door: told to the room every few seconds."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TELL_SECONDS = 3.0
_MOST_KEPT = 2_000

_TELL = """
INSERT INTO waiting_pulse (process, at, requests, p95_milliseconds) VALUES (%s, now(), %s, %s)
ON CONFLICT (process) DO UPDATE SET at = excluded.at, requests = excluded.requests,
    p95_milliseconds = excluded.p95_milliseconds
"""


class Pulse:
    """The times of the last requests of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds: list[float] = []
        self._told_at = time.monotonic()

    def note(self, milliseconds: float) -> tuple[int, int] | None:
        """Note one request; answer how many there were and their p95 when it is to be told."""
        with self._lock:
            if len(self._milliseconds) < _MOST_KEPT:
                self._milliseconds.append(milliseconds)
            if time.monotonic() - self._told_at < TELL_SECONDS:
                return None
            times = sorted(self._milliseconds)
            self._milliseconds, self._told_at = [], time.monotonic()
        return len(times), round(times[int(len(times) * 0.95)])


_pulse = Pulse()


@contextmanager
def timed() -> Iterator[None]:
    """Time a request behind the door, and now and then tell the room of the last ones."""
    begun = time.perf_counter()
    yield
    told = _pulse.note((time.perf_counter() - begun) * 1000)
    if told is not None:
        with connection.cursor() as cursor:
            cursor.execute(_TELL, [f"{socket.gethostname()}:{os.getpid()}", *told])
