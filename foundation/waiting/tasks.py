"""Background work of the waiting room."""

from __future__ import annotations

from foundation import clock, jobs
from foundation.waiting import services


@jobs.scheduled(cron="53 2 * * *")
def sweep() -> None:
    """Forget seats of openings that were closed a month ago."""
    services.sweep_seats(at=clock.now())
