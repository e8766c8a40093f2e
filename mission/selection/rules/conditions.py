"""What a rule may ask of a file: of its lead, of who travels with the lead, of its past.

Some missions ask what no file states yet (hardship, medical need). Such a condition can be
written and read, and holds for a file only when somebody stated the fact for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foundation.dates import completed_years
from foundation.refusals import Refusal

WHOLE = (
    "min_age_years",
    "max_age_years",
    "min_refused_seasons",
    "min_registered_years",
    "min_size",
    "max_size",
)
FLAGS = ("never_hajj", "without_men", "with_relative")
LISTS = ("nationalities", "other_nationalities")
# Stated by files in a season that lists districts: names there are the codes of its list.
DISTRICT = "district"
# Facts that a rule may ask for and that the files do not hold yet: names, or yes.
UNSTATED_LISTS = ("province", "state")
UNSTATED_FLAGS = ("hardship", "low_paid_worker", "medical_need")
UNSTATED = UNSTATED_LISTS + UNSTATED_FLAGS
SEXES = ("F", "M")

Conditions = Mapping[str, Any]
Check = Callable[["LeadFacts", Any, date], bool]


class BadShareCondition(Refusal):
    """A condition that nobody defined, or one whose value says nothing."""

    code = "bad_share_condition"
    status = 422


@dataclass(frozen=True)
class LeadFacts:
    """What a condition may ask about a file.

    birth_date, sex, nationality, last_hajj_year  of the lead; the year is Hijri, None for never
    district        the code of the lead's home district, empty when none is stated
    first_applied   the day of the lead's first file with the mission
    stated          facts that a mission adds to a file: name to text, empty for "no"
    """

    birth_date: date
    sex: str
    nationality: str
    last_hajj_year: int | None = None
    refused_seasons: int = 0
    district: str = ""
    first_applied: date | None = None
    size: int = 1
    has_men: bool = True
    has_relative: bool = False
    stated: Mapping[str, str] = field(default_factory=dict)


def shares_of(
    lead: LeadFacts, *, conditions: Mapping[str, Conditions], on: date
) -> tuple[str, ...]:
    """Return the names of the shares that a file may use, sorted.

    conditions  by share name; all that are given must hold
    Raises BadShareCondition.
    """
    return tuple(
        sorted(name for name, asked in conditions.items() if holds(lead, asked, on=on))
    )


def holds(lead: LeadFacts, asked: Conditions, *, on: date) -> bool:
    """Tell whether all of some conditions hold for a file. Raises BadShareCondition."""
    for name in asked:
        if name not in CHECKS:
            raise BadShareCondition(condition=name)
    return all(CHECKS[name](lead, value, on) for name, value in asked.items())


def check_conditions(asked: object, *, where: str) -> dict[str, Any]:
    """Return conditions whose every value is of its kind. Raises BadShareCondition."""
    if not isinstance(asked, Mapping):
        raise BadShareCondition(condition=where)
    for name, value in asked.items():
        if name not in CHECKS or not _is_of_its_kind(name, value):
            raise BadShareCondition(condition=name, where=where)
    return dict(asked)


def age_days(birth_date: date, *, on: date) -> int:
    """Return an age in days."""
    return (on - birth_date).days


def _is_of_its_kind(name: str, value: object) -> bool:
    if name in WHOLE:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if name in FLAGS or name in UNSTATED_FLAGS:
        return value is True
    if name == "sex":
        return value in SEXES
    is_list = isinstance(value, Sequence) and not isinstance(value, str) and bool(value)
    return is_list and all(isinstance(one, str) and one for one in value)  # type: ignore[attr-defined]


def _age(lead: LeadFacts, on: date) -> int:
    return completed_years(lead.birth_date, on=on)


def _registered_years(lead: LeadFacts, on: date) -> int:
    return 0 if lead.first_applied is None else completed_years(lead.first_applied, on=on)


def _is_named(name: str) -> Check:
    return lambda lead, value, on: lead.stated.get(name, "") in value


def _is_stated(name: str) -> Check:
    return lambda lead, value, on: bool(lead.stated.get(name, ""))


CHECKS: dict[str, Check] = {
    "min_age_years": lambda lead, value, on: _age(lead, on) >= value,
    "max_age_years": lambda lead, value, on: _age(lead, on) <= value,
    "min_refused_seasons": lambda lead, value, on: lead.refused_seasons >= value,
    "min_registered_years": lambda lead, value, on: _registered_years(lead, on) >= value,
    "min_size": lambda lead, value, on: lead.size >= value,
    "max_size": lambda lead, value, on: lead.size <= value,
    "sex": lambda lead, value, on: lead.sex == value,
    "never_hajj": lambda lead, value, on: lead.last_hajj_year is None,
    "without_men": lambda lead, value, on: lead.sex == "F" and not lead.has_men,
    "with_relative": lambda lead, value, on: lead.has_relative,
    "nationalities": lambda lead, value, on: lead.nationality in value,
    "other_nationalities": lambda lead, value, on: lead.nationality not in value,
    DISTRICT: lambda lead, value, on: lead.district in value,
    **{name: _is_named(name) for name in UNSTATED_LISTS},
    **{name: _is_stated(name) for name in UNSTATED_FLAGS},
}
