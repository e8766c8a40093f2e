"""What was decided about the waiting room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class OpeningPrepared(Event):
    """A waiting room stands before a door until it is closed."""

    opening: UUID
    opens_at: datetime
    most_pace: float


@dataclass(frozen=True)
class OpeningPaced(Event):
    """Somebody set how many a second may be let in at most."""

    opening: UUID
    most_pace: float


@dataclass(frozen=True)
class OpeningClosed(Event):
    """The waiting room was taken away: everybody goes in freely."""

    opening: UUID
    given: int
    called: int
