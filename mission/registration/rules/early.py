"""Am I eligible? An answer from a few questions, before anything else is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mission.registration.rules.answers import PersonAnswers
from mission.registration.rules.eligibility import (
    EligibilityRules,
    PersonFacts,
    refusal_codes,
)
from mission.registration.rules.screens import COMPANIONS_PLANNED, HAJJ_BEFORE

_ASKED = ("nationality", "birth_date", HAJJ_BEFORE)


@dataclass(frozen=True, slots=True)
class EarlyAnswer:
    """``is_known`` once the questions that decide are answered; no codes means eligible."""

    is_known: bool
    codes: tuple[str, ...] = ()


def early_answer(
    lead: PersonAnswers, rules: EligibilityRules, *, home_nationality: str
) -> EarlyAnswer:
    """Judge a lead by the first screen alone; passport and fitness are taken as in order.

    The full judgement says the same of these answers, or more once passports are known.
    """
    values = lead.values
    asked = set(_ASKED)
    if values.get("nationality") != home_nationality:
        asked.add("resident_since")
    if values.get(HAJJ_BEFORE) == "yes":
        asked.add("last_hajj_year")
    if any(field not in values for field in asked):
        return EarlyAnswer(is_known=False)
    grown = date(rules.reference_date.year - rules.companion_age_from - 1, 1, 1)
    companion = PersonFacts(values["nationality"], grown, rules.passport_until, is_fit=True)
    codes = refusal_codes(
        PersonFacts(
            nationality=values["nationality"],
            birth_date=values["birth_date"],
            passport_expires_date=rules.passport_until,
            is_fit=True,
            resident_since=values.get("resident_since"),
            last_hajj_year=values.get("last_hajj_year"),
        ),
        [companion] * values.get(COMPANIONS_PLANNED, 0),
        rules,
    )
    return EarlyAnswer(is_known=True, codes=tuple(codes))


def facts_of(values: Mapping[str, Any]) -> PersonFacts:
    """Answer what is judged of a person whose answers are complete."""
    return PersonFacts(
        nationality=values["nationality"],
        birth_date=values["birth_date"],
        passport_expires_date=values["passport_expiry"],
        is_fit=values["fitness_certificate"],
        resident_since=values.get("resident_since"),
        last_hajj_year=values.get("last_hajj_year"),
    )


def full_answer(people: Sequence[PersonAnswers], rules: EligibilityRules) -> EarlyAnswer:
    """Judge a whole file, the lead first, once everybody's answers are complete."""
    if not all(person.is_complete for person in people):
        return EarlyAnswer(is_known=False)
    lead, *companions = [facts_of(person.values) for person in people]
    return EarlyAnswer(is_known=True, codes=tuple(refusal_codes(lead, companions, rules)))
