"""Counts of a season's registration."""

from __future__ import annotations

from mission.registration.models import Applicant, Application, RefusedRow
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
