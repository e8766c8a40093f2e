"""Messages to applicants about what happened to their application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.translation import override

from foundation.scoping import Actor
from mission.notifications.services import send_sms
from mission.registration.events import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    DocumentAskedAgain,
    FamilyAgreed,
    FamilyAsked,
    FamilyLeft,
    ObjectionAnswered,
)
from mission.registration.models import Application
from mission.registration.presenters import messages
from mission.registration.presenters.document_words import asked_again_message
from mission.registration.queries import documents, families
from mission.registration.queries.files import application_by_id, receiver_of
from mission.registration.rules.documents import Verdict


def send_receipt(event: ApplicationSubmitted, *, at: datetime) -> None:
    """Send the reference of an application that came in to its lead."""
    _send(event.application, "application_received", messages.receipt_text, at=at)


def send_withdrawal(event: ApplicationWithdrawn, *, at: datetime) -> None:
    """Tell the lead that the application was withdrawn, in case it was somebody else."""
    _send(event.application, "application_withdrawn", messages.withdrawn_text, at=at)


def send_answer(event: ObjectionAnswered, *, at: datetime) -> None:
    """Tell the lead that the committee answered."""
    _send(event.application, "objection_answered", messages.objection_answered_text, at=at)


def ask_for_document_again(event: DocumentAskedAgain, *, at: datetime) -> None:
    """Tell whoever hands a document in that it must be handed in again, and why.

    One that was replaced meanwhile, or accepted after all, is asked for no more.
    """
    document = documents.document_by_id(event.document)
    check = documents.standing_checks([document]).get(document.pk)
    if check is None or check.verdict != Verdict.ASK_AGAIN or not document.is_current:
        return
    account = documents.account_for(document.person)
    application = document.person.draft.application
    with override(account.language):
        text = asked_again_message(check)
    send_sms(
        to=account.mobile,
        kind="document_asked_again",
        text=text,
        about=application.reference if application else "",
        by=Actor.system("registration"),
        at=at,
    )


def tell_asked_family(event: FamilyAsked, *, at: datetime) -> None:
    """Tell the lead of the application that was asked; there may be none."""
    if event.asked is not None and families.is_waiting(event.request):
        _send(event.asked, "family_asked", messages.family_asked_text, at=at)


def tell_family_that_agreed(event: FamilyAgreed, *, at: datetime) -> None:
    """Tell all leads of a family but the one who agreed whom they are drawn together with."""
    for one in families.standing_members(event.family):
        if one.application_id != event.application:
            others = families.others_in_words(one.application)
            text = partial(messages.family_agreed_text, others=others)
            _send(one.application_id, "family_agreed", text, at=at)


def tell_family_that_was_left(event: FamilyLeft, *, at: datetime) -> None:
    """Tell the leads whom an application left who is still drawn together with theirs."""
    for application in event.others:
        others = families.others_in_words(application_by_id(application))
        text = partial(messages.family_left_text, others=others)
        _send(application, "family_left", text, at=at)


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
