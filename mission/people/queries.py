"""Reads of people."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q

from foundation.names import western_digits
from foundation.names.keys import search_key_groups
from mission.people.models import Passport, Person
from mission.people.rules import masked
from mission.people.rules.mrz import Mrz, parse_mrz
from mission.people.rules.mrz_lines import MrzRefused
from mission.people.rules.passport_check import Stated, mismatches

__all__ = [
    "Mrz",
    "MrzRefused",
    "Stated",
    "ids_of_known",
    "masked",
    "mismatches",
    "mobile_of",
    "name_condition",
    "parse_mrz",
    "prefilled",
]


def ids_of_known(national_ids: Sequence[str]) -> dict[str, UUID]:
    """Answer which of the national ids are known: national id → person."""
    with connection.cursor() as cursor:  # a placeholder for each would cost more than the read
        cursor.execute(
            "SELECT national_id, id FROM people_person WHERE national_id = ANY(%s)",
            [list(national_ids)],
        )
        return dict(cursor.fetchall())


def name_condition(search: str, *, path: str = "") -> Q:
    """Answer a condition that finds persons by a name in either script, however it is spelt.

    path  where the person stands from the queried model, e.g. ``applicants__person__``
    """
    condition = Q()
    groups = search_key_groups(western_digits(search))
    for keys in groups:
        condition &= Q(**{f"{path}name_keys__overlap": keys})
    return condition if groups else Q(pk__in=[])


def mobile_of(national_id: str) -> str:
    """Answer the mobile (E.164) that the register has for a national id; empty when none."""
    found = Person.objects.filter(national_id=national_id).values_list("mobile", flat=True)
    return found.first() or ""


def prefilled(national_id: str) -> dict[str, str]:
    """Answer what is known of a person, as answers to the questions of an application.

    Only to be shown to whoever proved to be that person. Empty when nobody is known.
    """
    person = Person.objects.filter(national_id=national_id).first()
    if person is None:
        return {}
    known = {
        "name_ar": person.name_ar,
        "name_en": person.name_en,
        "sex": person.sex,
        "birth_date": person.birth_date.isoformat(),
        "nationality": person.nationality,
    }
    passport = Passport.objects.filter(person=person, is_current=True).first()
    if passport is not None:
        known["passport_no"] = passport.number
        known["passport_expiry"] = passport.expires_date.isoformat()
    return {name: text for name, text in known.items() if text}
