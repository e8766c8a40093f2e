"""Who may use a reserved share, by the season's conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.refusals import Refusal

CONDITIONS = ("min_age_years", "sex", "nationalities")


class BadShareCondition(Refusal):
    """A condition of a share that nobody defined."""

    code = "bad_share_condition"
    status = 422


@dataclass(frozen=True)
class LeadFacts:
    """What a share may ask about the lead of a file."""

    birth_date: date
    sex: str
    nationality: str


def shares_of(
    lead: LeadFacts, *, conditions: Mapping[str, Mapping[str, Any]], on: date
) -> tuple[str, ...]:
    """Return the names of the shares that a file may use, sorted.

    conditions  by share name: min_age_years (completed then), sex, nationalities (alpha-3);
                all that are given must hold
    Raises BadShareCondition.
    """
    return tuple(sorted(name for name, asked in conditions.items() if _holds(lead, asked, on)))


def age_days(birth_date: date, *, on: date) -> int:
    """Return an age in days."""
    return (on - birth_date).days


def completed_years(birth_date: date, *, on: date) -> int:
    """Return an age in completed years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def _holds(lead: LeadFacts, asked: Mapping[str, Any], on: date) -> bool:
    for name in asked:
        if name not in CONDITIONS:
            raise BadShareCondition(condition=name)
    old_enough = completed_years(lead.birth_date, on=on) >= int(asked.get("min_age_years", 0))
    right_sex = lead.sex == asked.get("sex", lead.sex)
    return (
        old_enough
        and right_sex
        and lead.nationality in asked.get("nationalities", (lead.nationality,))
    )
