"""Running the queue dry in the present process: for commands and tests."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection

from foundation.jobs import heart
from foundation.jobs.registry import job_named, next_run_at
from foundation.jobs.running import keep_failure, run_in_worker

_FETCH = """
SELECT id, task_name, args, attempts FROM procrastinate_fetch_job_v2(%s::varchar[], %s)
WHERE id IS NOT NULL
"""
_NEXT = """
SELECT extract(epoch FROM min(scheduled_at) - clock_timestamp())::float
FROM procrastinate_jobs
WHERE status = 'todo' AND (%s::varchar[] IS NULL OR queue_name = ANY(%s::varchar[]))
"""


def run_until_idle(*, queues: list[str] | None = None, wait_seconds: float = 0.0) -> int:
    """Run waiting jobs one after another until none is left; answer how many runs there were.

    A failing job is retried or parked exactly as a worker does it; its error is not raised.

    wait_seconds  how long to wait in all for jobs that are to run later (retries)
    """
    runs = 0
    patience = time.monotonic() + wait_seconds
    with _worker_row() as worker_id:
        while True:
            if connection.in_atomic_block:
                _bring_forward()
            fetched = _fetch(queues, worker_id)
            if fetched is not None:
                _run(*fetched)
                runs += 1
                continue
            pause = _seconds_to_next(queues)
            if pause is None or time.monotonic() + pause > patience:
                return runs
            time.sleep(max(pause, 0.01))


@contextmanager
def _worker_row() -> Iterator[int]:
    """Be a worker with a heartbeat, so that nobody takes our jobs for orphans."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker_id = cursor.fetchone()[0]
    try:
        with heart.beating(worker_id):
            yield worker_id
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_workers WHERE id = %s", [worker_id])


def _bring_forward() -> None:
    """Inside a transaction the database's clock stands still; what is due by now is due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL"
            " WHERE status = 'todo' AND scheduled_at <= clock_timestamp()"
        )


def _fetch(
    queues: list[str] | None, worker_id: int
) -> tuple[int, str, dict[str, Any], int] | None:
    with connection.cursor() as cursor:
        cursor.execute(_FETCH, [queues, worker_id])
        row = cursor.fetchone()
    if row is None:
        return None
    arguments = json.loads(row[2]) if isinstance(row[2], str) else row[2]
    return row[0], row[1], arguments, row[3]


def _run(job_id: int, name: str, arguments: dict[str, Any], attempts: int) -> None:
    job = job_named(name)
    if job is None:
        keep_failure(job_id, LookupError(f"no job is called {name}"))
        _finish(job_id, "failed")
        return
    try:
        run_in_worker(job, job_id, arguments)
    except Exception:  # the queue keeps the reason and goes on, as a worker does
        _retry_or_park(job_id, next_run_at(job.retries, attempts=attempts))
    else:
        _finish(job_id, "succeeded")


def _retry_or_park(job_id: int, again_at: datetime | None) -> None:
    if again_at is None:
        _finish(job_id, "failed")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, again_at]
        )


def _finish(job_id: int, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, %s, false)", [job_id, status])


def _seconds_to_next(queues: list[str] | None) -> float | None:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [queues, queues])
        pause: float | None = cursor.fetchone()[0]
    return pause
