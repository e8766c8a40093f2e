"""The tier of an eligible file and its tickets in the draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from foundation.dates import completed_years
from mission.registration.rules.eligibility import PersonFacts
from mission.registration.rules.values import value_of


class Tier(IntEnum):
    """The order in which files are drawn, the first one first."""

    ELDER_FIRST_HAJJ = 1
    REFUSED_BEFORE = 2
    FIRST_HAJJ = 3
    OTHERS = 4


@dataclass(frozen=True, slots=True)
class TierRules:
    """The thresholds of a season: completed years, refused seasons, tickets."""

    reference_date: date
    elder_age_from: int
    refused_seasons_from: int
    base_tickets: int
    tickets_per_refused_season: int

    @classmethod
    def from_values(cls, values: Mapping[str, Any], *, reference_date: date) -> TierRules:
        """Take them from the season's rule values; raises RuleValueMissing."""
        return cls(
            reference_date=reference_date,
            elder_age_from=value_of(values, "tiers.elder_age_from"),
            refused_seasons_from=value_of(values, "tiers.refused_seasons_from"),
            base_tickets=value_of(values, "tickets.base"),
            tickets_per_refused_season=value_of(values, "tickets.per_refused_season"),
        )


def tier_of(lead: PersonFacts, refused_seasons: int, rules: TierRules) -> Tier:
    """Answer the tier of a file, by its lead."""
    if lead.last_hajj_year is not None:
        return Tier.OTHERS
    if completed_years(lead.birth_date, on=rules.reference_date) >= rules.elder_age_from:
        return Tier.ELDER_FIRST_HAJJ
    if refused_seasons >= rules.refused_seasons_from:
        return Tier.REFUSED_BEFORE
    return Tier.FIRST_HAJJ


def tickets_of(refused_seasons: int, rules: TierRules) -> int:
    """Answer how many tickets a file has in the draw."""
    return rules.base_tickets + rules.tickets_per_refused_season * refused_seasons
