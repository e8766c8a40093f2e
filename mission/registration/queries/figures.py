"""Counts of a season's registration."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import Trunc

from mission.registration.models import Applicant, Application, Draft, RefusedRow
from mission.registration.queries.eligible import changed_since, newest_judgement
from mission.season.models import Season

WEEK = timedelta(days=7)


def applicants(season: Season) -> int:
    """Count the persons in the season's files."""
    return Applicant.objects.filter(season=season, left_at__isnull=True).count()


def applications(season: Season) -> int:
    """Count the season's files, without those that were withdrawn."""
    return Application.objects.filter(season=season, withdrawn_at__isnull=True).count()


def eligible_persons(season: Season) -> int:
    """Count the persons in eligible files, as last judged."""
    run = newest_judgement(season)
    return int(run.summary["eligible_persons"]) if run else 0


def standing_refused(season: Season) -> int:
    """Count the refused rows that no later import settled."""
    return RefusedRow.objects.filter(season=season, settled_by__isnull=True).count()


def needs_judging(season: Season) -> bool:
    """Answer whether files came in or changed that the newest judgement does not know."""
    run = newest_judgement(season)
    judged = run.summary["files"] if run else 0
    return bool(applications(season) != judged or (run is not None and changed_since(run)))


@dataclass(frozen=True)
class WindowFigures:
    """How the window goes: moment of each hour or day → files that came in then.

    first_hours  the 24 after the opening; none before it
    weeks        from the opening to the present one, each by its first day
    hours        the last 24, the present one last; days the last 30
    """

    first_hours: list[tuple[datetime, int]]
    weeks: list[tuple[datetime, int]]
    hours: list[tuple[datetime, int]]
    days: list[tuple[datetime, int]]
    open_drafts: int
    typed: int
    for_callers: int


def window_figures(
    season: Season, *, opens_at: datetime, at: datetime, zone: ZoneInfo
) -> WindowFigures:
    """Count the files of a season by when they were submitted, in the season's time zone."""
    local = at.astimezone(zone)
    opening = opens_at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    weeks = max(0, math.ceil((local - opening.replace(hour=0)) / WEEK))
    hour = local.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0)
    typed = Draft.objects.filter(season=season, application__isnull=False)
    return WindowFigures(
        first_hours=_counted(
            season,
            "hour",
            [opening + timedelta(hours=n) for n in range(24)] * (weeks > 0),
            zone,
        ),
        weeks=_weekly(season, [opening.replace(hour=0) + WEEK * n for n in range(weeks)], zone),
        hours=_counted(season, "hour", [hour - timedelta(hours=n) for n in range(24)], zone),
        days=_counted(season, "day", [day - timedelta(days=n) for n in range(30)], zone),
        open_drafts=Draft.objects.filter(season=season, application__isnull=True).count(),
        typed=typed.count(),
        for_callers=typed.filter(by_staff=True).count(),
    )


def _weekly(
    season: Season, weeks: list[datetime], zone: ZoneInfo
) -> list[tuple[datetime, int]]:
    counts = dict.fromkeys(weeks, 0)
    days = [week + timedelta(days=n) for week in weeks for n in range(7)]
    for day, files in _counted(season, "day", days, zone):
        counts[weeks[(day.date() - weeks[0].date()).days // 7]] += files
    return list(counts.items())


def _counted(
    season: Season, kind: str, moments: list[datetime], zone: ZoneInfo
) -> list[tuple[datetime, int]]:
    """Count what came in at each of these hours or days, in their order."""
    if not moments:
        return []
    found = (
        Application.objects.filter(season=season, submitted_at__gte=min(moments))
        .annotate(moment=Trunc("submitted_at", kind, tzinfo=zone))
        .values_list("moment")
        .annotate(files=Count("id"))
    )
    counts = dict(found)
    return [(moment, counts.get(moment, 0)) for moment in sorted(moments)]
