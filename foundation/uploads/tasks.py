"""Background work of uploads."""

from __future__ import annotations

from foundation import jobs
from foundation.uploads import services


@jobs.scheduled(cron="41 2 * * *")
def sweep() -> None:
    """Remove bytes that no row names."""
    services.sweep_orphans()
