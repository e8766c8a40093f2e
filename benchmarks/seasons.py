"""The sample season, for benchmarks and tests that begin with nothing."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command

from foundation.clock import now
from mission.season.models import RuleVersion, Season
from mission.season.queries import rules_in_force, season_by_year


def open_season(year: int = 1448) -> Season:
    """Open the sample season."""
    call_command("open_season", str(year), verbosity=0)
    return season_by_year(year)


def open_window() -> Season:
    """Open the sample season, with a window that is open at whatever hour this runs."""
    season, at = open_season(), now()
    version = rules_in_force(season)
    moved = {
        "applications.opens_at": (at - timedelta(days=1)).isoformat(),
        "applications.closes_at": (at + timedelta(days=30)).isoformat(),
    }
    RuleVersion.objects.create(
        season=season,
        number=version.number + 1,
        values=version.values | moved,
        sources=version.sources,
        made_at=at,
        made_by="sample",
    )
    return season
