"""Writes on single jobs: another try by hand, giving up, taking over from the dead, tidying."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import connection, transaction

from foundation import journal
from foundation.jobs import access, queries
from foundation.jobs.events import JobGivenUp, JobRetried
from foundation.jobs.queries import job_by_id
from foundation.refusals import Refusal
from foundation.scoping import Actor

logger = logging.getLogger(__name__)

# A job whose worker died so often is taken to be the reason, and parked.
MOST_DEATHS = 5

_RESCUE = """
WITH orphan AS (
    SELECT job.id, job.attempts + 1 AS runs FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND (worker.id IS NULL
        OR worker.last_heartbeat < now() - make_interval(secs => %(dead)s))
    FOR UPDATE OF job SKIP LOCKED
), noted AS (
    INSERT INTO jobs_failure (job_id, error, trace)
    SELECT id, 'The worker died while it ran this job.', '' FROM orphan
)
UPDATE procrastinate_jobs job SET attempts = orphan.runs, worker_id = NULL, scheduled_at = NULL,
    status = (CASE WHEN (SELECT count(*) FROM jobs_failure failure
        WHERE failure.job_id = job.id AND failure.trace = '') >= %(deaths)s THEN 'failed'
        WHEN EXISTS (SELECT 1 FROM procrastinate_jobs twin WHERE twin.status = 'todo'
            AND twin.queueing_lock = job.queueing_lock) THEN 'cancelled'
        ELSE 'todo' END)::procrastinate_job_status
FROM orphan WHERE job.id = orphan.id
RETURNING job.id, job.task_name, job.status::text
"""
_TIDY = """
WITH old AS (
    SELECT job.id FROM procrastinate_jobs job
    WHERE job.status IN ('succeeded', 'cancelled', 'aborted') AND NOT EXISTS (
        SELECT 1 FROM procrastinate_events event
        WHERE event.job_id = job.id AND event.at > now() - make_interval(hours => %(hours)s))
    LIMIT 20000
), why AS (
    DELETE FROM jobs_failure USING old WHERE jobs_failure.job_id = old.id
), times AS (
    UPDATE procrastinate_periodic_defers SET job_id = NULL FROM old
    WHERE procrastinate_periodic_defers.job_id = old.id
)
DELETE FROM procrastinate_jobs USING old WHERE procrastinate_jobs.id = old.id
"""


class JobNotStuck(Refusal):
    """The job runs, or is over: there is nothing to help with."""

    code = "job_not_stuck"


@transaction.atomic
def retry_job(job_id: int, *, by: Actor, at: datetime) -> None:
    """Let a failed or waiting job run now; raises NotFound, JobNotStuck, PermissionRefused."""
    access.check_may_mend_jobs(by=by)
    job = job_by_id(job_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = NULL, attempts = 0"
            " WHERE id = %s AND status IN ('failed', 'todo')",
            [job_id],
        )
        if cursor.rowcount == 0:
            raise JobNotStuck(job=job_id)
        cursor.execute(
            "SELECT pg_notify('procrastinate_any_queue_v1',"
            " json_build_object('type', 'job_inserted', 'job_id', %s::bigint)::text)",
            [job_id],
        )
    journal.record(JobRetried(job=job_id, name=job.name), by=by, at=at)


@transaction.atomic
def give_up_job(job_id: int, *, by: Actor, at: datetime) -> None:
    """Take a failed or waiting job out of the queue; its work is not done.

    Raises NotFound, JobNotStuck, PermissionRefused.
    """
    access.check_may_mend_jobs(by=by)
    job = job_by_id(job_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'cancelled'"
            " WHERE id = %s AND status IN ('failed', 'todo')",
            [job_id],
        )
        if cursor.rowcount == 0:
            raise JobNotStuck(job=job_id)
    journal.record(JobGivenUp(job=job_id, name=job.name), by=by, at=at)


def rescue_orphans() -> list[str]:
    """Put jobs of dead workers back into the queue; answer their names.

    A job that has outlived five workers is parked as failed; one whose next run waits already
    leaves the work to it. Safe to run from many processes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RESCUE, {"dead": queries.DEAD_SECONDS, "deaths": MOST_DEATHS})
        rows = cursor.fetchall()
    for job_id, name, status in rows:
        logger.warning("job %s (%s) lost its worker and is now %s", job_id, name, status)
    return [name for _id, name, _status in rows]


def forget_dead_workers() -> None:
    """Remove the rows of workers that died an hour ago and hold no job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_workers worker"
            " WHERE last_heartbeat < now() - interval '1 hour' AND NOT EXISTS (SELECT 1"
            " FROM procrastinate_jobs WHERE worker_id = worker.id AND status = 'doing')"
        )


def remove_old_jobs(*, hours: int) -> int:
    """Forget jobs that ended well so long ago; failed ones stay until somebody decides."""
    with connection.cursor() as cursor:
        cursor.execute(_TIDY, {"hours": hours})
        return int(cursor.rowcount)
