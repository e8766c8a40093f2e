"""Reads of the waiting room."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max

from foundation.refusals import NotFound
from foundation.waiting.models import Opening, Pulse, Seat

# The keeper writes every second; after so long without, the web lets people in by itself.
KEPT_WITHIN = timedelta(seconds=15)
PULSES_WITHIN = timedelta(seconds=10)


class NoOpening(NotFound):
    """No waiting room stands."""

    code = "no_opening"


def opening_in_force() -> Opening | None:
    """Answer the opening that is prepared or open, if any."""
    return Opening.objects.filter(closed_at=None).first()


def is_kept(opening: Opening, *, at: datetime) -> bool:
    """Answer whether a live program keeps the room."""
    return opening.kept_at is not None and at - opening.kept_at < KEPT_WITHIN


def people_inside(opening: Opening) -> int:
    """Answer how many tickets went through the door, whatever became of them since."""
    return Seat.objects.filter(opening=opening).values("number").distinct().count()


def slowest_milliseconds(*, at: datetime) -> int | None:
    """Answer the p95 of the slowest web process behind the door; None when none told lately."""
    lately = Pulse.objects.filter(at__gt=at - PULSES_WITHIN)
    found: int | None = lately.aggregate(Max("p95_milliseconds"))["p95_milliseconds__max"]
    return found
