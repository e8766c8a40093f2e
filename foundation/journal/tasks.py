"""Background work of the journal: bringing events to their handlers, numbering and sealing."""

from __future__ import annotations

from uuid import UUID

from foundation import clock, jobs
from foundation.journal import services


@jobs.job(queue="events", retries=12)
def deliver(*, handler: str, entries: list[str]) -> None:
    """Let one handler act on these entries; those it has acted on before are passed over."""
    services.deliver_entries(handler=handler, entry_ids=[UUID(entry) for entry in entries])


@jobs.scheduled(cron="* * * * *")
def seal() -> None:
    """Number and chain what was committed, and sign the head."""
    services.seal(at=clock.now())
