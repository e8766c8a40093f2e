"""Running one job: its function, and a note of the reason when it fails."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from foundation.jobs.registry import Job

_LONGEST_TRACE = 8_000


def run_in_worker(job: Job[Any], job_id: int, arguments: dict[str, Any]) -> None:
    """Run a job's function; when it fails, keep why and pass the error on to the queue."""
    if job.cron:
        arguments.pop("timestamp", None)
    try:
        if connection.in_atomic_block:  # a test or a command runs jobs inside its transaction
            with _held_together():
                job.function(**arguments)
        else:
            job.function(**arguments)
    except Exception as error:
        keep_failure(job_id, error)
        raise


@contextmanager
def _held_together() -> Iterator[None]:
    """Keep the surrounding transaction usable; what a failing job did before stays."""
    point = transaction.savepoint()
    try:
        yield
    except BaseException:
        status = connection.connection.info.transaction_status
        if status == TransactionStatus.INERROR:
            transaction.savepoint_rollback(point)
        raise
    transaction.savepoint_commit(point)


def keep_failure(job_id: int, error: BaseException) -> None:
    """Write why a run failed, for the page of stuck jobs."""
    trace = "".join(traceback.format_exception(error))[-_LONGEST_TRACE:]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_failure (job_id, error, trace) VALUES (%s, %s, %s)",
            [job_id, _clean(f"{type(error).__name__}: {error}")[:500], _clean(trace)],
        )


def _clean(text: str) -> str:
    return text.replace("\x00", "")
