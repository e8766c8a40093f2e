"""The heartbeat of a process that runs jobs outside the regular worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

BEAT_SECONDS = 5.0


@contextmanager
def beating(worker_id: int) -> Iterator[None]:
    """Beat on a connection of its own until the block ends.

    Inside a transaction nobody else can see the jobs that run, so there is nothing to beat for.
    """
    if connection.in_atomic_block:
        yield
        return
    stopped = threading.Event()
    settings = connection.get_connection_params()
    address = {
        key: settings[key] for key in settings if key not in ("cursor_factory", "context")
    }

    def beat() -> None:
        with psycopg.connect(**address, autocommit=True) as link:
            while not stopped.wait(BEAT_SECONDS):
                link.execute(
                    "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %s",
                    [worker_id],
                )

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
