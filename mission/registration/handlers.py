"""Messages to applicants about what happened to their application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from foundation.scoping import Actor
from mission.notifications.services import send_sms
from mission.registration.events import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    ObjectionAnswered,
)
from mission.registration.models import Application
from mission.registration.presenters import messages
from mission.registration.queries.files import application_by_id, receiver_of


def send_receipt(event: ApplicationSubmitted, *, at: datetime) -> None:
    """Send the reference of an application that came in to its lead."""
    _send(event.application, "application_received", messages.receipt_text, at=at)


def send_withdrawal(event: ApplicationWithdrawn, *, at: datetime) -> None:
    """Tell the lead that the application was withdrawn, in case it was somebody else."""
    _send(event.application, "application_withdrawn", messages.withdrawn_text, at=at)


def send_answer(event: ObjectionAnswered, *, at: datetime) -> None:
    """Tell the lead that the committee answered."""
    _send(event.application, "objection_answered", messages.objection_answered_text, at=at)


def _send(application: UUID, kind: str, text: Callable[..., str], *, at: datetime) -> None:
    file: Application = application_by_id(application)
    receiver = receiver_of(file)
    if receiver is None:
        return
    send_sms(
        to=receiver.mobile,
        kind=kind,
        text=text(file, language=receiver.language),
        about=file.reference,
        by=Actor.system("registration"),
        at=at,
    )
