"""Background work of registration: checking and importing workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils import translation

from foundation import jobs
from foundation.clock import now
from foundation.progress import Cancelled, Tracked, tracked
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.registration import services
from mission.registration.models import ImportRun
from mission.registration.queries import imports
from mission.staff.queries import actor_for, member_by_id


@jobs.job(queue="imports", retries=3)
def check_workbook(*, run: str, task: str, member: str, language: str) -> None:
    """Find out what an import would do, for its page."""
    with _work(run, task, member, language) as (import_run, by, progress):
        services.check_import(run=import_run, by=by, at=now(), progress=progress)


@jobs.job(queue="imports", retries=3)
def import_workbook(*, run: str, task: str, member: str, language: str) -> None:
    """Put a workbook's good rows in; one that is in already stays as it is."""
    with _work(run, task, member, language) as (import_run, by, progress):
        services.import_applications(run=import_run, by=by, at=now(), progress=progress)


@contextmanager
def _work(
    run: str, task: str, member: str, language: str
) -> Iterator[tuple[ImportRun, Actor, Tracked]]:
    """Report to the task, and end the import when the work was cancelled or refused."""
    import_run = imports.import_by_id(UUID(run))
    by = actor_for(member_by_id(UUID(member)))
    with translation.override(language), tracked(task) as progress:
        try:
            yield import_run, by, progress
        except Cancelled:
            services.stop_import(run=import_run, code="cancelled", by=by, at=now())
            raise
        except Refusal as refusal:
            services.stop_import(run=import_run, code=refusal.code, by=by, at=now())
            raise
