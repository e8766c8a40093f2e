"""Amending an application by what its draft says now; part of submitting it again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from foundation import journal
from foundation.scoping import Actor
from mission.people.services import PersonRecord, correct_person
from mission.registration.events import ApplicationAmended
from mission.registration.models import (
    Applicant,
    Application,
    ApplicationStatus,
    Relation,
    Role,
    Status,
)
from mission.registration.queries.checking import CheckedDraft, CheckedPerson

_COPIED = {
    "nationality": "nationality",
    "birth_date": "birth_date",
    "passport_no": "passport_no",
    "passport_expires_date": "passport_expiry",
    "resident_since": "resident_since",
    "last_hajj_year": "last_hajj_year",
    "is_fit": "fitness_certificate",
}


def applicant_of(
    each: CheckedPerson, application: Application, people: dict[str, UUID]
) -> Applicant:
    """Make the row of one person in a file; it is not saved.

    people  national id → person
    """
    values = each.read.values
    is_lead = each.person.role == Role.LEAD
    return Applicant(
        application=application,
        person_id=people[values["national_id"]],
        season_id=application.season_id,
        role=each.person.role,
        relation=Relation.SELF if is_lead else values["relation"],
        draft_person=each.person,
        **{column: values.get(field) for column, field in _COPIED.items()},
    )


def record_of(each: CheckedPerson, *, mobile: str) -> PersonRecord:
    """Answer what a complete person's answers say to the register."""
    values = each.read.values
    return PersonRecord(
        national_id=values["national_id"],
        name_ar=values.get("name_ar", ""),
        name_en=values.get("name_en", ""),
        sex=values["sex"],
        birth_date=values["birth_date"],
        nationality=values["nationality"],
        mobile=mobile,
        passport_no=values["passport_no"],
        passport_expires_date=values["passport_expiry"],
    )


def amend(
    found: CheckedDraft,
    application: Application,
    people: dict[str, UUID],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Bring an application's persons to what the draft says, and journal which fields changed.

    application  locked, not frozen
    people       national id → person
    """
    # Companions whom an import added to the file stand in no draft, and stay.
    typed = Applicant.objects.filter(application=application, draft_person__isnull=False)
    held = {each.draft_person_id: each for each in typed.select_related("draft_person")}
    fields = []
    lead = found.lead.read.values
    if application.district != lead.get("district", ""):
        application.district = lead.get("district", "")
        application.save(update_fields=["district"])
    for person_id, row in held.items():
        if person_id not in {each.person.pk for each in found.people}:
            fields.append(f"{row.draft_person.place if row.draft_person else 0}.removed")
            row.delete()
    for each in found.people:
        fields += _amend_person(each, held.get(each.person.pk), application, people, by, at)
    if fields:
        _note_amended(application, tuple(fields), by=by, at=at)


def _note_amended(
    application: Application, fields: tuple[str, ...], *, by: Actor, at: datetime
) -> None:
    season = application.season.hijri_year
    ApplicationStatus.objects.create(
        application=application,
        status=Status.AMENDED,
        reason=", ".join(fields)[:200],
        at=at,
        by=by.label,
    )
    event = ApplicationAmended(application.pk, season, application.reference, fields)
    journal.record(event, by=by, at=at)


def _amend_person(
    each: CheckedPerson,
    row: Applicant | None,
    application: Application,
    people: dict[str, UUID],
    by: Actor,
    at: datetime,
) -> list[str]:
    """Bring one person to what the draft says; answer what changed."""
    place = each.person.place
    fresh = applicant_of(each, application, people)
    if row is None:
        fresh.save()
        return [f"{place}.added"]
    before = each.person.submitted or {}
    changed = sorted(
        name
        for name in {*before, *each.person.answers}
        if before.get(name, "") != each.person.answers.get(name, "")
    )
    if not changed:
        return []
    fresh.pk = row.pk
    fresh.save(force_update=True)
    if row.person_id == fresh.person_id:
        _correct_register(each, row, application, by=by, at=at)
    return [f"{place}.{name}" for name in changed]


def _correct_register(
    each: CheckedPerson, row: Applicant, application: Application, *, by: Actor, at: datetime
) -> None:
    """Mend a person's names and particulars in the register, if this file brought them there.

    Whoever was known before keeps what the register says: a slip there is mended by staff.
    """
    correct_person(
        person_id=row.person_id,
        known_only_since=application.registered_at,
        record=record_of(each, mobile=""),
        by=by,
        at=at,
    )
