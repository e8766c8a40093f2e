"""Starting long work from a page: a worker does it, a task shows how far it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import jobs
from foundation.progress.models import Task
from foundation.progress.services import open_task
from foundation.scoping import Actor
from mission.campaigns.models import Campaign
from mission.permits import access
from mission.permits.models import PrintBatch
from mission.permits.services.printing import order_sheets
from mission.season.models import Season


@transaction.atomic
def start_issue(*, season: Season, label: str, by: Actor, at: datetime) -> Task:
    """Let a worker issue every bracelet that waits."""
    access.check_may_issue_bracelets(by=by)
    task = open_task(kind="permits.issue", label=label, by=by, at=at)
    year = season.hijri_year
    jobs.defer_by_name("permits.issue", hijri_year=year, task_id=str(task.id), member_id=by.id)
    return task


@transaction.atomic
def start_printing(
    *,
    season: Season,
    label: str,
    by: Actor,
    at: datetime,
    campaign: Campaign | None = None,
    is_again: bool = False,
) -> PrintBatch:
    """Order a batch and let a worker write its file; raises NothingToPrint."""
    batch = order_sheets(season=season, campaign=campaign, is_again=is_again, by=by, at=at)
    task = open_task(kind="permits.print_sheets", label=label, by=by, at=at)
    batch.task_id = task.id
    batch.save(update_fields=["task_id"])
    jobs.defer_by_name("permits.print_sheets", batch_id=str(batch.id), task_id=str(task.id))
    return batch
