"""Submitting what was typed: a draft becomes an application, or amends the one it became."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from foundation import journal
from foundation.ids import new_references
from foundation.scoping import Actor
from mission.accounts.queries import is_known_holder
from mission.people.queries import ids_of_known, masked
from mission.people.services import PersonRecord, record_people
from mission.registration import access
from mission.registration.events import ApplicationSubmitted
from mission.registration.models import (
    Applicant,
    Application,
    ApplicationStatus,
    Draft,
    DraftPerson,
    Role,
    Status,
)
from mission.registration.queries import applying, checking, imports
from mission.registration.queries.checking import CheckedDraft, CheckedPerson
from mission.registration.rules.applying import (
    AlreadyInAFile,
    ApplicationIsFrozen,
    DraftIncomplete,
)
from mission.registration.services import amending
from mission.registration.services.drafting import check_window
from mission.registration.services.queueing import next_place

# Two drafts that name one person wait for each other here; no others do. The first key keeps
# these apart from other locks of the program.
_PERSON_LOCKS = """
SELECT pg_advisory_xact_lock(%s, hashtext(id)) FROM unnest(%s::text[]) AS id
"""
_LOCK_CLASS = 0x52464450
_TRIES = 3


@transaction.atomic
def submit_application(*, draft: Draft, by: Actor, at: datetime) -> Application:
    """Enter a complete draft into the season; answer the application that it became.

    A second submit of the same draft answers the same application: the draft is the key. If
    something was changed since, the application is amended. One person stands in one
    application of a season: however many are submitted at once, one wins, and the others keep
    all that was typed.

    Raises NoSuchDraft, WindowClosed, DraftIncomplete, AlreadyInAFile, ApplicationIsFrozen.
    """
    access.check_may_fill(draft, by=by)
    Draft.objects.select_for_update().get(pk=draft.pk)
    held = applying.draft_by_id(draft.pk)
    if held.application is not None and not has_changes(held):
        return held.application
    rules = check_window(held.season, at=at)
    found = checking.checked(held, rules)
    if not found.is_complete:
        raise DraftIncomplete(count=found.open_count)
    _refuse_who_stands_elsewhere(found)
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                return _enter(found, by=by, at=at)
        except IntegrityError:
            # An import, which takes none of our locks, was quicker with one of these persons.
            _refuse_who_stands_elsewhere(found)
    raise AlreadyInAFile(person="")


def has_changes(draft: Draft) -> bool:
    """Answer whether a submitted draft says something else than its application."""
    return draft.submitted_at is None or draft.saved_at > draft.submitted_at


def _enter(found: CheckedDraft, *, by: Actor, at: datetime) -> Application:
    draft, application = found.draft, found.draft.application
    if application is None:
        application = _register(found, by=by, at=at)
    else:
        held = Application.objects.select_for_update().get(pk=application.pk)
        if held.frozen_at is not None:
            raise ApplicationIsFrozen(reference=held.reference)
        people = record(found.people, by=by, at=at)
        amending.amend(found, held, people, by=by, at=at)
    for each in found.people:
        DraftPerson.objects.filter(pk=each.person.pk).update(submitted=each.person.answers)
    # What is saved in the same moment by another device counts as a change.
    Draft.objects.filter(pk=draft.pk).update(
        application=application, submitted_at=at, saved_at=at
    )
    return application


def _register(found: CheckedDraft, *, by: Actor, at: datetime) -> Application:
    season = found.draft.season
    people = record(found.people, by=by, at=at)
    (reference,) = new_references(1, taken=imports.references_taken)
    application = Application.objects.create(
        season=season,
        file_no=reference,
        reference=reference,
        submitted_at=at,
        queue=next_place(),
        refused_seasons=found.draft.refused_seasons,
        registered_at=at,
    )
    Applicant.objects.bulk_create(
        amending.applicant_of(each, application, people) for each in found.people
    )
    ApplicationStatus.objects.create(
        application=application, status=Status.REGISTERED, at=at, by=by.label
    )
    journal.record(
        ApplicationSubmitted(
            application.pk,
            season.hijri_year,
            reference,
            size=len(found.people),
            by_staff=by.kind == "staff",
        ),
        by=by,
        at=at,
    )
    return application


def record(people: Sequence[CheckedPerson], *, by: Actor, at: datetime) -> dict[str, UUID]:
    """Make sure that the persons are known; answer national id → person.

    Only a proved mobile is written down: that of the account, and of nobody whom another typed.
    One that proves nothing but itself replaces none that the register has.
    """
    lead = people[0].person.draft.account
    is_proved = is_known_holder(lead) or not ids_of_known([lead.national_id])
    records = [
        PersonRecord(
            national_id=each.read.values["national_id"],
            name_ar=each.read.values.get("name_ar", ""),
            name_en=each.read.values.get("name_en", ""),
            sex=each.read.values["sex"],
            birth_date=each.read.values["birth_date"],
            nationality=each.read.values["nationality"],
            mobile=lead.mobile if is_proved and each.person.role == Role.LEAD else "",
            passport_no=each.read.values["passport_no"],
            passport_expires_date=each.read.values["passport_expiry"],
        )
        for each in sorted(people, key=lambda each: str(each.read.values["national_id"]))
    ]
    return record_people(people=records, by=by, at=at)


def _refuse_who_stands_elsewhere(found: CheckedDraft) -> None:
    """Raise AlreadyInAFile when a person stands in another file; wait for whoever is at it."""
    ids = sorted(each.read.values["national_id"] for each in found.people)
    with connection.cursor() as cursor:
        cursor.execute(_PERSON_LOCKS, [_LOCK_CLASS, ids])
    elsewhere = applying.others_in_files(ids, found.draft.season, but=found.draft.application)
    for national_id in ids:
        if national_id in elsewhere:
            raise AlreadyInAFile(person=masked(national_id))
