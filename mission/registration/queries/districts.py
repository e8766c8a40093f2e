"""The home districts of a season."""

from __future__ import annotations

from mission.registration.rules.districts import Districts
from mission.season.models import Season
from mission.season.queries import rule_values


def districts_of(season: Season) -> Districts:
    """Answer the districts that the season's rule values list."""
    return Districts.from_values(rule_values(season))
