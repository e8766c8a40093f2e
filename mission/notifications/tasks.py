"""Handing messages to the gateway, in a queue of their own: a person waits for a code."""

from __future__ import annotations

from uuid import UUID

from foundation import jobs
from foundation.clock import now
from foundation.scoping import Actor
from mission.notifications import services

_SENDER = Actor.system("messages")


@jobs.job(queue="messages", retries=5)
def send(*, message: str) -> None:
    """Hand one message over."""
    services.deliver(message_id=UUID(message), by=_SENDER, clock=now)


@jobs.scheduled(cron="* * * * *", queue="messages")
def give_up_left_behind() -> None:
    """End what a dead program left, and codes that are too late."""
    services.give_up_left_behind(by=_SENDER, at=now())
