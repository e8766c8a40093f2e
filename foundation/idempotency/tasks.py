"""Background work of submissions."""

from __future__ import annotations

from foundation import clock, jobs
from foundation.idempotency import services


@jobs.scheduled(cron="7 3 * * *")
def sweep() -> None:
    """Forget submissions that came a week ago."""
    services.sweep_submissions(at=clock.now())
