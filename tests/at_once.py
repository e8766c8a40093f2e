"""Several at the same moment, each with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Answer = TypeVar("Answer")


def at_once(count: int, act: Callable[[int], Answer]) -> list[Answer]:
    """Let ``count`` threads begin together; answer what each gave, in order, or raise."""
    start = threading.Barrier(count)

    def one(number: int) -> Answer:
        try:
            start.wait()
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
