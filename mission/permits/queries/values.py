"""The season's rule values that permits ask for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from foundation.refusals import Refusal
from mission.permits.rules.periods import read_moment
from mission.season import queries as seasons
from mission.season.models import Season


class RuleValueMissing(Refusal):
    """The season's rule values lack one that this step asks for, or it cannot be read."""

    code = "permit_value_missing"


def mission_number(season: Season) -> int:
    """Answer the mission's number inside credentials; raises RuleValueMissing."""
    return int(_value(season, "mission_number"))


def hours(season: Season, key: str) -> timedelta:
    """Answer a rule value that counts hours; raises RuleValueMissing."""
    return timedelta(hours=int(_value(season, key)))


def moment(season: Season, key: str) -> datetime:
    """Answer a rule value that names a moment; raises RuleValueMissing."""
    try:
        return read_moment(str(_value(season, key)))
    except ValueError:
        raise RuleValueMissing(key=key) from None


def _value(season: Season, key: str) -> Any:
    value = seasons.rule_values(season).get(key)
    if value is None:
        raise RuleValueMissing(key=key)
    return value
