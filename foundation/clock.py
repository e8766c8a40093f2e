"""The clock: what time it is, asked only at the edges of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Answer the present moment, aware, in UTC; services and rules take it as ``at``."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock of this thread stand still: a sample season has its past from commands
    that write down when they ran."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
