"""What people did to jobs that were stuck."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.events import Event


@dataclass(frozen=True)
class JobRetried(Event):
    """Somebody let a failed job run again."""

    job: int
    name: str


@dataclass(frozen=True)
class JobGivenUp(Event):
    """Somebody took a waiting job out of the queue for good."""

    job: int
    name: str
