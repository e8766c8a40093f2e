"""The one way in which a message comes into another state."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from foundation.scoping import Actor
from mission.notifications.models import Message, MessageStatus
from mission.notifications.rules import State


def locked(message_id: UUID) -> Message:
    """Answer the message, with its row locked until the transaction ends."""
    return Message.objects.select_for_update().get(pk=message_id)


def move(
    message: Message, state: State, *, by: Actor, at: datetime, detail: str = ""
) -> Message:
    """Add a status and repeat it on the message; what is over keeps no sealed text."""
    message.state, message.state_at = state, at
    if state not in (State.QUEUED, State.SENDING):
        message.sealed = None
    message.save(update_fields=["state", "state_at", "tries", "sealed"])
    MessageStatus.objects.create(
        message=message, state=state, detail=detail[:200], at=at, by=by.label
    )
    return message
