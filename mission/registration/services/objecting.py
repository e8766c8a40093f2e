"""Objections: a lead says why a verdict is wrong, and the committee answers."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from foundation import journal
from foundation.refusals import ReasonMissing
from foundation.scoping import Actor
from foundation.uploads.cleaning import PDF, PICTURES
from foundation.uploads.models import Upload
from foundation.uploads.services import store_clean_upload
from mission.accounts.models import Account
from mission.registration import access
from mission.registration.events import (
    ObjectionAnswered as ObjectionAnsweredEvent,
)
from mission.registration.events import ObjectionDocumentOpened, ObjectionRaised
from mission.registration.models import (
    Answer,
    Application,
    Objection,
    ObjectionStatus,
)
from mission.registration.queries import applying
from mission.registration.queries.objections import against, is_taken_up
from mission.registration.rules.applying import (
    ApplicationWasWithdrawn,
    NothingToObjectTo,
    ObjectionAnswered,
    ObjectionTooLate,
)
from mission.registration.rules.window import objection_until
from mission.registration.services.leading import check_leads

LONGEST_REASON = 2_000


@transaction.atomic
def raise_objection(
    *,
    application: Application,
    account: Account,
    reason: str,
    document: tuple[BinaryIO, str] | None = None,
    by: Actor,
    at: datetime,
) -> Objection:
    """Object to what the newest judgement holds against an application.

    One objection to the same findings: an answer to it is final.

    account   whose application it is; staff act for them
    document  an open file and its name

    Raises NoSuchApplication, ApplicationWasWithdrawn, NothingToObjectTo, ObjectionTooLate,
    ReasonMissing, UploadRefused.
    """
    check_leads(application, account, by=by)
    reason = reason.replace("\0", "").strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing()
    held = Application.objects.select_for_update().get(pk=application.pk)
    if held.withdrawn_at is not None:
        raise ApplicationWasWithdrawn(reference=held.reference)
    codes = _open_codes(held, at=at)
    objection = Objection.objects.create(
        application=held,
        codes=list(codes),
        reason=reason,
        document=None if document is None else _kept(document, by=by, at=at),
        raised_at=at,
        raised_by=by.label,
    )
    raised = ObjectionRaised(objection.pk, held.pk, codes, by_staff=by.kind == "staff")
    journal.record(raised, by=by, at=at)
    return objection


def _kept(document: tuple[BinaryIO, str], *, by: Actor, at: datetime) -> Upload:
    source, name = document
    kept = store_clean_upload(
        source,
        name=name,
        accept=PICTURES | {PDF},
        max_bytes=settings.DOCUMENT_MAX_BYTES,
        by=by,
        at=at,
    )
    return kept.upload


def _open_codes(application: Application, *, at: datetime) -> tuple[str, ...]:
    found = against(application)
    if found is None or is_taken_up(found, application):
        raise NothingToObjectTo()
    days = applying.season_rules(application.season).number("objections.days")
    if at >= objection_until(found.since, days=days):
        raise ObjectionTooLate(days=days)
    return found.codes


@transaction.atomic
def answer_objection(
    *, objection: Objection, status: Answer, reason: str, by: Actor, at: datetime
) -> ObjectionStatus:
    """Answer an objection, once and for all; upheld, its findings count no longer.

    Raises ObjectionAnswered, ReasonMissing, PermissionRefused.
    """
    access.check_may_answer(by=by)
    reason = reason.replace("\0", "").strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing()
    held = Objection.objects.select_for_update().get(pk=objection.pk)
    if ObjectionStatus.objects.filter(objection=held).exists():
        raise ObjectionAnswered()
    answer = ObjectionStatus.objects.create(
        objection=held, status=status, reason=reason, at=at, by=by.label
    )
    journal.record(
        ObjectionAnsweredEvent(held.pk, held.application_id, status.value), by=by, at=at
    )
    return answer


@transaction.atomic
def note_document_opened(*, objection: Objection, by: Actor, at: datetime) -> None:
    """Write down who of the staff opened the document of an objection.

    Raises PermissionRefused.
    """
    access.check_may_answer(by=by)
    journal.record(
        ObjectionDocumentOpened(objection.pk, objection.application_id), by=by, at=at
    )
