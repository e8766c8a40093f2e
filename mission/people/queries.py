"""Reads of people."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q

from foundation.names import western_digits
from foundation.names.keys import search_key_groups
from mission.people.models import Person
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
