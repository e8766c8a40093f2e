"""The season's values that the checks of a workbook need, taken from its rule values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from foundation.refusals import Refusal
from mission.registration.rules.districts import Districts


class RuleValueMissing(Refusal):
    """The season has no value for a key that the rules of registration need."""

    code = "rule_value_missing"


@dataclass(frozen=True)
class WorkbookRules:
    """What a season says about the cells of its workbooks.

    home_nationality   alpha-3; its people state no residence
    phone_region       alpha-2; the country of numbers written without one
    last_hajj_years    first and last Hijri year that a cell may hold
    refused_seasons    the most that a cell may hold
    districts          those that a lead may live in; without any nobody is asked
    """

    home_nationality: str
    phone_region: str
    timezone: str
    last_hajj_years: tuple[int, int]
    refused_seasons: int
    districts: Districts = field(default_factory=Districts)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> WorkbookRules:
        """Take them from the season's rule values; raises RuleValueMissing."""
        return cls(
            home_nationality=value_of(values, "applications.home_nationality"),
            phone_region=value_of(values, "applications.phone_region"),
            timezone=value_of(values, "applications.timezone"),
            last_hajj_years=(
                value_of(values, "applications.last_hajj_year_from"),
                value_of(values, "applications.last_hajj_year_until"),
            ),
            refused_seasons=value_of(values, "applications.refused_seasons_most"),
            districts=Districts.from_values(values),
        )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of moments that name none."""
        return ZoneInfo(self.timezone)


def value_of(values: Mapping[str, Any], key: str) -> Any:
    """Answer the value of a key; raises RuleValueMissing when the season has none."""
    try:
        return values[key]
    except KeyError as missing:
        raise RuleValueMissing(key=key) from missing
