"""Submitting what was typed: a draft becomes an application, or amends the one it became."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from foundation import journal
from foundation.copying import insert_models
from foundation.ids import new_reference
from foundation.scoping import Actor
from mission.accounts.queries import is_known_holder
from mission.people.queries import ids_of_known, masked
from mission.people.services import record_people
from mission.registration import access
from mission.registration.events import ApplicationSubmitted
from mission.registration.models import (
    Application,
    ApplicationStatus,
    Draft,
    Role,
    Status,
)
from mission.registration.queries import applying, checking, documents
from mission.registration.queries.applying import SeasonRules
from mission.registration.queries.checking import CheckedDraft, CheckedPerson
from mission.registration.rules.applying import (
    AlreadyInAFile,
    ApplicationIsFrozen,
    DraftIncomplete,
)
from mission.registration.rules.documents import DocumentRules, DocumentsMissing
from mission.registration.services import amending
from mission.registration.services.drafting import check_window
from mission.registration.services.families import check_family_room
from mission.registration.services.queueing import next_place

# Two drafts that name one person wait for each other here; no others do. The first key keeps
# these apart from other locks of the program.
_PERSON_LOCKS = """
SELECT pg_advisory_xact_lock(%s, hashtext(id)) FROM unnest(%s::text[]) AS id
"""
_SUBMITTED = """
WITH persons AS (
    UPDATE registration_draftperson SET submitted = given.said::jsonb
    FROM unnest(%s::uuid[], %s::text[]) AS given (id, said)
    WHERE registration_draftperson.id = given.id
)
UPDATE registration_draft SET application_id = %s, submitted_at = %s, saved_at = %s
WHERE id = %s
"""
_LOCK_CLASS = 0x52464450
_TRIES = 3


@transaction.atomic
def submit_application(*, draft_id: UUID, by: Actor, at: datetime) -> Application:
    """Enter a complete draft into the season; answer the application that it became.

    A second submit of the same draft answers the same application: the draft is the key. If
    something was changed since, the application is amended. One person stands in one
    application of a season: however many are submitted at once, one wins, and the others keep
    all that was typed.

    Raises NoSuchDraft, WindowClosed, DraftIncomplete, DocumentsMissing, AlreadyInAFile,
    ApplicationIsFrozen, TooManyInFamily.
    """
    held = applying.locked_draft(draft_id)
    access.check_may_fill(held, by=by)
    if held.application is not None and not has_changes(held):
        return held.application
    rules = check_window(held.season, at=at)
    found = checking.checked(held, rules)
    if not found.is_complete:
        raise DraftIncomplete(count=found.open_count)
    _require_documents(found, rules)
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


def _require_documents(found: CheckedDraft, rules: SeasonRules) -> None:
    """Raise DocumentsMissing where the season takes no application without its documents."""
    if not DocumentRules.from_values(rules.values).block_submission:
        return
    lacking = sum(len(documents.missing_documents(each.person)) for each in found.people)
    if lacking:
        raise DocumentsMissing(count=lacking)


def _enter(found: CheckedDraft, *, by: Actor, at: datetime) -> Application:
    application = found.draft.application
    if application is None:
        application = _register(found, by=by, at=at)
    else:
        held = Application.objects.select_for_update().get(pk=application.pk)
        if held.frozen_at is not None:
            raise ApplicationIsFrozen(reference=held.reference)
        people = record(found.people, by=by, at=at)
        amending.amend(found, held, people, by=by, at=at)
        check_family_room(held, applying.season_rules(found.draft.season))
    _note_submitted(found, application, at=at)
    return application


def _note_submitted(found: CheckedDraft, application: Application, *, at: datetime) -> None:
    """Write down what of the draft went in; what another device saves from now is a change."""
    ids = [each.person.pk for each in found.people]
    said = [json.dumps(each.person.answers) for each in found.people]
    with connection.cursor() as cursor:
        cursor.execute(_SUBMITTED, [ids, said, application.pk, at, at, found.draft.pk])


def _register(found: CheckedDraft, *, by: Actor, at: datetime) -> Application:
    season = found.draft.season
    people = record(found.people, by=by, at=at)
    # Whether nobody has it the row itself tells; then it is tried again with another one.
    reference = new_reference()
    application = Application(
        season=season,
        file_no=reference,
        reference=reference,
        submitted_at=at,
        queue=next_place(),
        refused_seasons=found.draft.refused_seasons,
        registered_at=at,
        district=found.lead.read.values.get("district", ""),
    )
    status = ApplicationStatus(
        application=application, status=Status.REGISTERED, at=at, by=by.label
    )
    applicants = [amending.applicant_of(each, application, people) for each in found.people]
    for rows in ([application], applicants, [status]):
        insert_models(rows)
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
    known = ids_of_known([each.read.values["national_id"] for each in people])
    is_proved = is_known_holder(lead) or lead.national_id not in known
    records = [
        amending.record_of(
            each, mobile=lead.mobile if is_proved and each.person.role == Role.LEAD else ""
        )
        for each in sorted(people, key=lambda each: str(each.read.values["national_id"]))
    ]
    return record_people(people=records, by=by, at=at, known=known)


def _refuse_who_stands_elsewhere(found: CheckedDraft) -> None:
    """Raise AlreadyInAFile when a person stands in another file; wait for whoever is at it."""
    ids = sorted(each.read.values["national_id"] for each in found.people)
    with connection.cursor() as cursor:
        cursor.execute(_PERSON_LOCKS, [_LOCK_CLASS, ids])
    elsewhere = applying.others_in_files(ids, found.draft.season, but=found.draft.application)
    for national_id in ids:
        if national_id in elsewhere:
            raise AlreadyInAFile(person=masked(national_id))
