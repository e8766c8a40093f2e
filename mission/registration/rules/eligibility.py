"""Whether a file may enter the selection, by the thresholds of its season."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.dates import completed_years, months_later
from mission.registration.rules.values import value_of

ANY_NATIONALITY = "*"

LEAD_TOO_YOUNG = "lead_too_young"
LEAD_SHORT_RESIDENCE = "lead_short_residence"
LEAD_PERFORMED_BEFORE = "lead_performed_before"
LEAD_RECENT_HAJJ = "lead_recent_hajj"
TOO_MANY_COMPANIONS = "too_many_companions"
COMPANION_TOO_YOUNG = "companion_too_young"
PASSPORT_EXPIRES = "passport_expires"
NOT_FIT = "not_fit"

CODES = (
    LEAD_TOO_YOUNG,
    LEAD_SHORT_RESIDENCE,
    LEAD_PERFORMED_BEFORE,
    LEAD_RECENT_HAJJ,
    TOO_MANY_COMPANIONS,
    COMPANION_TOO_YOUNG,
    PASSPORT_EXPIRES,
    NOT_FIT,
)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a file states of one person; ``last_hajj_year`` is Hijri, None if never."""

    nationality: str
    birth_date: date
    passport_expires_date: date
    is_fit: bool
    resident_since: date | None = None
    last_hajj_year: int | None = None


@dataclass(frozen=True, slots=True)
class LeadClass:
    """The thresholds of one class of leads; a zero asks nothing.

    lead_age_from          completed years
    lead_residence_years   completed years
    lead_hajj_gap_seasons  seasons that must lie between two Hajj
    """

    name: str
    nationalities: frozenset[str]
    lead_age_from: int
    lead_residence_years: int
    lead_must_be_first_hajj: bool
    lead_hajj_gap_seasons: int
    companions_most: int

    @classmethod
    def from_values(cls, name: str, values: Mapping[str, Any]) -> LeadClass:
        """Take the class from the season's rule values; raises RuleValueMissing."""

        def value(key: str) -> Any:
            return value_of(values, f"eligibility.{name}.{key}")

        return cls(
            name=name,
            nationalities=frozenset(value("nationalities")),
            lead_age_from=value("lead_age_from"),
            lead_residence_years=value("lead_residence_years"),
            lead_must_be_first_hajj=value("lead_must_be_first_hajj"),
            lead_hajj_gap_seasons=value("lead_hajj_gap_seasons"),
            companions_most=value("companions_most"),
        )

    def holds(self, nationality: str) -> bool:
        """Answer whether leads of this nationality belong to the class."""
        return nationality in self.nationalities or ANY_NATIONALITY in self.nationalities


@dataclass(frozen=True)
class EligibilityRules:
    """All thresholds of a season.

    reference_date        the day on which ages, residence and passports are judged
    passport_until        the first day up to which every passport must last
    """

    hijri_year: int
    reference_date: date
    classes: tuple[LeadClass, ...]
    companion_age_from: int
    passport_until: date
    fitness_required: bool

    @classmethod
    def from_values(
        cls, values: Mapping[str, Any], *, hijri_year: int, reference_date: date
    ) -> EligibilityRules:
        """Take them from the season's rule values; raises RuleValueMissing."""
        names = value_of(values, "eligibility.classes")
        months = value_of(values, "eligibility.passport_months_after")
        return cls(
            hijri_year=hijri_year,
            reference_date=reference_date,
            classes=tuple(LeadClass.from_values(name, values) for name in names),
            companion_age_from=value_of(values, "eligibility.companion_age_from"),
            passport_until=months_later(reference_date, months),
            fitness_required=value_of(values, "eligibility.fitness_required"),
        )

    def class_of(self, nationality: str) -> LeadClass | None:
        """Answer the first class that holds the nationality, if any does."""
        return next((each for each in self.classes if each.holds(nationality)), None)


def refusal_codes(
    lead: PersonFacts, companions: Sequence[PersonFacts], rules: EligibilityRules
) -> list[str]:
    """List every code that holds against a file, sorted; empty means eligible."""
    codes = set(_lead_codes(lead, len(companions), rules))
    if any(
        completed_years(companion.birth_date, on=rules.reference_date)
        < rules.companion_age_from
        for companion in companions
    ):
        codes.add(COMPANION_TOO_YOUNG)
    for person in (lead, *companions):
        if person.passport_expires_date < rules.passport_until:
            codes.add(PASSPORT_EXPIRES)
        if rules.fitness_required and not person.is_fit:
            codes.add(NOT_FIT)
    return sorted(codes)


def _lead_codes(lead: PersonFacts, companions: int, rules: EligibilityRules) -> list[str]:
    group = rules.class_of(lead.nationality)
    if group is None:
        return []
    holds = {
        LEAD_TOO_YOUNG: completed_years(lead.birth_date, on=rules.reference_date)
        < group.lead_age_from,
        LEAD_SHORT_RESIDENCE: _residence_years(lead, rules) < group.lead_residence_years,
        LEAD_PERFORMED_BEFORE: group.lead_must_be_first_hajj
        and lead.last_hajj_year is not None,
        LEAD_RECENT_HAJJ: group.lead_hajj_gap_seasons > 0
        and lead.last_hajj_year is not None
        and lead.last_hajj_year >= rules.hijri_year - group.lead_hajj_gap_seasons,
        TOO_MANY_COMPANIONS: companions > group.companions_most,
    }
    return [code for code, applies in holds.items() if applies]


def _residence_years(lead: PersonFacts, rules: EligibilityRules) -> int:
    if lead.resident_since is None:
        return 0
    return completed_years(lead.resident_since, on=rules.reference_date)
