"""Delivery reports: the gateway calls an address of ours that only we can have made."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from foundation import journal, signing
from foundation.scoping import Actor
from mission.notifications import rules
from mission.notifications.events import MessageFailed
from mission.notifications.models import Message
from mission.notifications.rules import State
from mission.notifications.services.states import locked, move


def report_url(message_id: UUID) -> str:
    """Answer the address for the gateway; it puts the kind of report in place of ``%d``."""
    path = reverse("notifications:report", args=[message_id, _signature(message_id)])
    return f"{settings.SMS_REPORT_URL}{path}?kind=%d"


def is_genuine_report(message_id: UUID, signature: str) -> bool:
    """Answer whether we made this address."""
    return hmac.compare_digest(_signature(message_id).encode(), signature.encode())


@transaction.atomic
def record_report(*, message_id: UUID, kind: int, by: Actor, at: datetime) -> Message:
    """Take what the gateway says of a message; what changes nothing is let go."""
    message = locked(message_id)
    state = rules.read_report(kind, state=State(message.state))
    if state is None:
        return message
    move(message, state, by=by, at=at, detail=f"delivery report {kind}")
    if state is State.FAILED:
        event = MessageFailed(message=message.id, kind=message.kind, reason="not_delivered")
        journal.record(event, by=by, at=at)
    return message


def _signature(message_id: UUID) -> str:
    key = signing.secret("message-reports")
    return hmac.new(key, message_id.bytes, hashlib.sha256).hexdigest()[:32]
