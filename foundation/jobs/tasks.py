"""Background work of the queue itself."""

from __future__ import annotations

from foundation import jobs
from foundation.jobs import services

KEEP_HOURS = 7 * 24


@jobs.scheduled(cron="17 * * * *")
def remove_old() -> None:
    """Forget jobs that ended well a week ago."""
    services.remove_old_jobs(hours=KEEP_HOURS)
