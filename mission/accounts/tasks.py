"""Work of the sign-in that no answer waits for: the code, and forgetting."""

from __future__ import annotations

from uuid import UUID

from foundation import jobs
from foundation.clock import now
from foundation.scoping import Actor
from mission.accounts import presenters, services

_SIGN_IN = Actor.system("sign_in")


@jobs.job(queue="messages", retries=5)
def issue_code(*, sign_in: str) -> None:
    """Make the code of a sign-in and have it sent, if it may have one."""
    services.issue_code(
        sign_in_id=UUID(sign_in), words=presenters.code_text, by=_SIGN_IN, at=now()
    )


@jobs.scheduled(cron="17 * * * *")
def forget_old_sign_ins() -> None:
    """Delete the sign-ins of former days."""
    services.forget_old_sign_ins(by=_SIGN_IN, at=now())
