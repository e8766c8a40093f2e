"""Counts of a season's registration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import Trunc

from mission.registration.models import Applicant, Application, Draft, RefusedRow
from mission.registration.queries.eligible import changed_since, newest_judgement
from mission.season.models import Season


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

    hours  the last 24, the present one last; days the last 30
    """

    hours: list[tuple[datetime, int]]
    days: list[tuple[datetime, int]]
    open_drafts: int
    typed: int
    for_callers: int


def window_figures(season: Season, *, at: datetime, zone: ZoneInfo) -> WindowFigures:
    """Count the files of a season by when they were submitted, in the season's time zone."""
    local = at.astimezone(zone)
    hour = local.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0)
    typed = Draft.objects.filter(season=season, application__isnull=False)
    return WindowFigures(
        hours=_counted(season, "hour", [hour - timedelta(hours=n) for n in range(24)], zone),
        days=_counted(season, "day", [day - timedelta(days=n) for n in range(30)], zone),
        open_drafts=Draft.objects.filter(season=season, application__isnull=True).count(),
        typed=typed.count(),
        for_callers=typed.filter(by_staff=True).count(),
    )


def _counted(
    season: Season, kind: str, moments: list[datetime], zone: ZoneInfo
) -> list[tuple[datetime, int]]:
    found = (
        Application.objects.filter(season=season, submitted_at__gte=moments[-1])
        .annotate(moment=Trunc("submitted_at", kind, tzinfo=zone))
        .values_list("moment")
        .annotate(files=Count("id"))
    )
    counts = dict(found)
    return [(moment, counts.get(moment, 0)) for moment in reversed(moments)]
