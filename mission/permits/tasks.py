"""Work that nobody waits for: issuing, printing, keeping the lists fresh."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from django.conf import settings

from foundation import jobs
from foundation.clock import now
from foundation.progress import tracked
from foundation.scoping import Actor
from mission.permits import queries, services
from mission.permits.presenters.sheets import write_sheets
from mission.season.queries import current_season, season_by_year
from mission.staff import queries as staff


@jobs.job(queue="permits", retries=3)
def issue(*, hijri_year: int, task_id: str, member_id: str) -> None:
    """Issue every bracelet that waits, for the member of staff who asked."""
    by = staff.actor_for(staff.member_by_id(UUID(member_id)))
    with tracked(task_id) as progress:
        report = services.issue_bracelets(
            season=season_by_year(hijri_year), by=by, at=now(), progress=progress
        )
        progress.result = asdict(report)


@jobs.job(queue="permits", retries=3)
def print_sheets(*, batch_id: str, task_id: str) -> None:
    """Write the file of a batch; doing it twice writes the same labels again."""
    batch = queries.print_batch(UUID(batch_id))
    file_name = f"permits/bracelets-{batch.season.hijri_year}-{batch.number}.pdf"
    with tracked(task_id) as progress:
        done = write_sheets(batch, Path(settings.MEDIA_ROOT) / file_name, progress=progress)
        services.finish_sheets(
            batch=batch,
            file_name=file_name,
            digest=done.digest,
            sheets=done.pages,
            by=Actor.system("permits"),
            at=now(),
        )


@jobs.scheduled(cron="*/5 * * * *", queue="permits")
def refresh_lists() -> None:
    """Publish the lists again before readers find them too old."""
    season = current_season()
    if season is not None and queries.indexes_given(season):
        services.refresh_lists(season=season, by=Actor.system("permits"), at=now())
