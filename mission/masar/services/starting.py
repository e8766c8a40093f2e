"""Starting the exchange from a page: what waits is opened here, a worker does the calls."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import jobs
from foundation.progress.models import Task
from foundation.progress.services import open_task
from foundation.scoping import Actor
from mission.masar import access
from mission.masar.services.opening import open_requests
from mission.season.models import Season


@transaction.atomic
def start_exchange(*, season: Season, by: Actor, at: datetime) -> int:
    """Open the requests of everybody who lacks one and let a worker send them.

    Answers how many were opened.
    """
    opened = open_requests(season=season, by=by, at=at)
    jobs.defer_by_name("masar.exchange_now", hijri_year=season.hijri_year)
    return opened


@transaction.atomic
def start_comparison(*, season: Season, label: str, by: Actor, at: datetime) -> Task:
    """Let a worker compare both sides; the task shows how far it is."""
    access.check_may_send(by=by)
    task = open_task(kind="masar.compare_now", label=label, by=by, at=at)
    jobs.defer_by_name("masar.compare_now", hijri_year=season.hijri_year, task=str(task.id))
    return task
