"""Writes of people: making sure that persons and their passports are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.copying import copy_rows, insert_rows
from foundation.ids import uuid7s
from foundation.scoping import Actor
from mission.people import queries
from mission.people.events import PassportReplaced, PersonCorrected
from mission.people.models import Passport, Person
from mission.people.rules import name_keys

_PERSON = (
    "id national_id name_ar name_en sex birth_date nationality mobile name_keys known_since"
).split()
_FEW = 20  # a file's persons; an import's go by COPY
_PASSPORT = "id person_id number expires_date is_current recorded_at".split()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as an application states it. Dates may be ISO 8601 texts."""

    national_id: str
    name_ar: str
    name_en: str
    sex: str
    birth_date: date | str
    nationality: str
    mobile: str
    passport_no: str
    passport_expires_date: date | str


@transaction.atomic(savepoint=False)
def record_people(
    *,
    people: Sequence[PersonRecord],
    by: Actor,
    at: datetime,
    known: Mapping[str, UUID] | None = None,
) -> dict[str, UUID]:
    """Make sure that every person and passport is known; answer national id → person.

    Who is known already keeps identity, sex and birth; a newer passport becomes the current
    one, and a mobile number replaces the former. This is part of the caller's own write, which
    asks for the permission and journals what it brings.

    people  each national id once
    known   national id → person, if the caller has just asked for these people
    """
    if known is None:
        known = queries.ids_of_known([person.national_id for person in people])
    ids = dict(known)
    new = [person for person in people if person.national_id not in ids]
    for person in people:
        if person.national_id in ids:
            _refresh(ids[person.national_id], person, by=by, at=at)
    fresh = dict(zip([person.national_id for person in new], uuid7s(len(new)), strict=True))
    moment = at.isoformat()
    write = insert_rows if len(new) <= _FEW else copy_rows
    write(
        Person._meta.db_table,
        _PERSON,
        [_person(fresh[each.national_id].hex, each, moment) for each in new],
    )
    write(
        Passport._meta.db_table,
        _PASSPORT,
        [
            _passport(own.hex, fresh[each.national_id].hex, each, moment)
            for own, each in zip(uuid7s(len(new)), new, strict=True)
        ],
    )
    return ids | fresh


def _person(person_id: str, person: PersonRecord, moment: str) -> tuple[object, ...]:
    return (
        person_id,
        person.national_id,
        person.name_ar,
        person.name_en,
        person.sex,
        person.birth_date,
        person.nationality,
        person.mobile,
        name_keys(person.name_ar, person.name_en),
        moment,
    )


def _passport(
    own: str, person_id: str, person: PersonRecord, moment: str
) -> tuple[object, ...]:
    return own, person_id, person.passport_no, person.passport_expires_date, "true", moment


def _refresh(person_id: UUID, person: PersonRecord, *, by: Actor, at: datetime) -> None:
    passports = Passport.objects.filter(person_id=person_id)
    if not passports.filter(number=person.passport_no).exists():
        passports.filter(is_current=True).update(is_current=False)
        Passport.objects.create(
            person_id=person_id,
            number=person.passport_no,
            expires_date=person.passport_expires_date,
            recorded_at=at,
        )
        journal.record(PassportReplaced(person_id), by=by, at=at)
    if person.mobile:
        Person.objects.filter(pk=person_id).update(mobile=person.mobile)


@transaction.atomic
def correct_person(
    *,
    person_id: UUID,
    known_only_since: datetime,
    record: PersonRecord,
    by: Actor,
    at: datetime,
) -> bool:
    """Mend the particulars of a person whom the caller's own write made known; answer whether.

    Who was known before ``known_only_since`` stays as the register has them. This is part of
    the caller's own write, which asks for the permission.
    """
    person = (
        Person.objects.select_for_update()
        .filter(pk=person_id, known_since__gte=known_only_since)
        .first()
    )
    if person is None:
        return False
    stated = {
        "name_ar": record.name_ar,
        "name_en": record.name_en,
        "sex": record.sex,
        "birth_date": record.birth_date,
        "nationality": record.nationality,
    }
    changed = tuple(name for name, value in stated.items() if getattr(person, name) != value)
    if not changed:
        return False
    for name in changed:
        setattr(person, name, stated[name])
    person.name_keys = name_keys(person.name_ar, person.name_en)
    person.save(update_fields=[*changed, "name_keys"])
    journal.record(PersonCorrected(person.pk, changed), by=by, at=at)
    return True
