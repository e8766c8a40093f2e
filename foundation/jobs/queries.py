"""Reads of the queue: how much waits, what is stuck, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import connection

from foundation.jobs.models import Failure
from foundation.refusals import NotFound

# A job that could have run for so long is late: all workers are busy, or none is there.
LATE_SECONDS = 120
# Workers beat every few seconds; one that missed so much is taken for dead.
DEAD_SECONDS = 20

State = Literal["failed", "orphaned", "late", "retrying", "running", "waiting"]
STUCK: tuple[State, ...] = ("failed", "orphaned", "late", "retrying")

_STATES = """
SELECT job.id, job.task_name AS name, job.queue_name AS queue, job.attempts, job.args,
    job.scheduled_at AS run_at, first.at AS deferred_at, started.at AS started_at,
    failure.error,
    CASE
        WHEN job.status = 'failed' THEN 'failed'
        WHEN job.status = 'doing' AND (worker.id IS NULL
            OR worker.last_heartbeat < now() - make_interval(secs => %(dead)s)) THEN 'orphaned'
        WHEN job.status = 'doing' THEN 'running'
        WHEN job.attempts > 0 AND job.scheduled_at > now() THEN 'retrying'
        WHEN coalesce(job.scheduled_at, first.at) < now() - make_interval(secs => %(late)s)
            THEN 'late'
        ELSE 'waiting'
    END AS state
FROM procrastinate_jobs job
LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
LEFT JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events
    WHERE job_id = job.id AND type = 'deferred') first ON true
LEFT JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events
    WHERE job_id = job.id AND type = 'started') started ON true
LEFT JOIN LATERAL (SELECT error FROM jobs_failure
    WHERE job_id = job.id ORDER BY at DESC LIMIT 1) failure ON true
"""
_OPEN = "WHERE job.status IN ('todo', 'doing', 'failed')"


@dataclass(frozen=True)
class JobRow:
    """One job as people see it."""

    id: int
    name: str
    queue: str
    attempts: int
    arguments: dict[str, Any]
    run_at: datetime | None
    deferred_at: datetime | None
    started_at: datetime | None
    error: str
    state: State


def stuck_jobs(*, states: tuple[State, ...] = STUCK, limit: int = 200) -> list[JobRow]:
    """List jobs that need a look, the failed first, then the oldest first."""
    query = f"""
        SELECT * FROM ({_STATES} {_OPEN}) AS job WHERE state = ANY(%(states)s)
        ORDER BY array_position(%(states)s, state), id LIMIT %(limit)s
    """  # noqa: S608  (fixed texts)
    return _rows(query, {"states": list(states), "limit": limit})


def counts_by_state() -> dict[State, int]:
    """Count the jobs that are not over, by state; every state is there."""
    query = f"SELECT state, count(*) FROM ({_STATES} {_OPEN}) AS job GROUP BY state"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, {"dead": DEAD_SECONDS, "late": LATE_SECONDS})
        found = dict(cursor.fetchall())
    states: tuple[State, ...] = (*STUCK, "running", "waiting")
    return {state: found.get(state, 0) for state in states}


def job_by_id(job_id: int) -> JobRow:
    """Answer one open or failed job; raises NotFound."""
    rows = _rows(f"{_STATES} {_OPEN} AND job.id = %(id)s", {"id": job_id})
    if not rows:
        raise NotFound(job=job_id)
    return rows[0]


def failures_of(job_id: int) -> list[Failure]:
    """List why the runs of a job failed, newest first."""
    return list(Failure.objects.filter(job_id=job_id).order_by("-at")[:20])


def living_workers() -> int:
    """Count the workers that gave a sign of life lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat >= now() - make_interval(secs => %s)",
            [DEAD_SECONDS],
        )
        return int(cursor.fetchone()[0])


def _rows(query: str, values: dict[str, Any]) -> list[JobRow]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"dead": DEAD_SECONDS, "late": LATE_SECONDS, **values})
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        arguments = row.pop("args")
        row["arguments"] = json.loads(arguments) if isinstance(arguments, str) else arguments
        row["error"] = row["error"] or ""
    return [JobRow(**row) for row in rows]
