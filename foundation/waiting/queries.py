"""Reads of the waiting room."""

from __future__ import annotations

from datetime import datetime, timedelta

from foundation.refusals import NotFound
from foundation.waiting.models import Opening

# The keeper writes every second; after so long without, the web lets people in by itself.
KEPT_WITHIN = timedelta(seconds=15)


class NoOpening(NotFound):
    """No waiting room stands."""

    code = "no_opening"


def opening_in_force() -> Opening | None:
    """Answer the opening that is prepared or open, if any."""
    return Opening.objects.filter(closed_at=None).first()


def is_kept(opening: Opening, *, at: datetime) -> bool:
    """Answer whether a live program keeps the room."""
    return opening.kept_at is not None and at - opening.kept_at < KEPT_WITHIN
