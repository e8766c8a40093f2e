"""Putting jobs into the queue, in the caller's transaction: no commit, no job."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from foundation.jobs.registry import Job, job_named

_DEFER = """
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW(%s, %s, %s, %s, NULL, args, %s)::procrastinate_job_to_defer_v1 ORDER BY place))
FROM unnest(%s::jsonb[]) WITH ORDINALITY AS given (args, place)
"""


class UnknownJob(LookupError):
    """No job of that name is known to this program."""


def defer(job: Job[Any], /, **arguments: Any) -> None:
    """Let a worker run the job after the commit of the present transaction.

    arguments  JSON values; ids as text
    """
    put(job, [arguments])


def defer_by_name(name: str, /, **arguments: Any) -> None:
    """Defer a job that the caller may not import, e.g. ``masar.send_chunk``.

    Raises UnknownJob.
    """
    put(named(name), [arguments])


def defer_many(
    job: Job[Any] | str,
    arguments: Iterable[Mapping[str, Any]],
    *,
    lock: str | None = None,
    run_at: datetime | None = None,
    priority: int = 0,
) -> int:
    """Defer one job for each set of arguments, in one statement; answer how many.

    lock      jobs with the same lock run one after another, in the order deferred
    run_at    not before this moment
    priority  of the jobs of a queue the highest run first
    """
    found = job if isinstance(job, Job) else named(job)
    return put(found, arguments, lock=lock, run_at=run_at, priority=priority)


def put(
    job: Job[Any],
    arguments: Iterable[Mapping[str, Any]],
    *,
    lock: str | None = None,
    run_at: datetime | None = None,
    priority: int = 0,
) -> int:
    """Insert the jobs; the queue's trigger wakes the workers at the commit."""
    rows = [json.dumps(dict(each)) for each in arguments]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_DEFER, [job.queue, job.name, priority, lock, run_at, rows])
    return len(rows)


def named(name: str) -> Job[Any]:
    """Answer the job of a name; raises UnknownJob."""
    found = job_named(name)
    if found is None:
        raise UnknownJob(name)
    return found
