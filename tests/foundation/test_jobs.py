"""Jobs: deferred with the transaction, run once, tried again, parked, explained."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from foundation import jobs
from foundation.ids import uuid7
from foundation.jobs import queries, registry, services
from foundation.jobs.events import JobGivenUp, JobRetried
from foundation.jobs.models import Failure
from foundation.jobs.services import JobNotStuck
from foundation.journal import history_of
from foundation.refusals import NotFound, PermissionRefused
from tests.foundation import samples

AT = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh(db):
    samples.RAN.clear()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def deferred():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, queue_name, args::text, lock, status::text, attempts"
            " FROM procrastinate_jobs ORDER BY id"
        )
        return cursor.fetchall()


def only_job():
    (job,) = queries.stuck_jobs(states=(*queries.STUCK, "running", "waiting"))
    return job


def everything_may_run_now():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")


def test_a_job_called_directly_simply_runs():
    samples.note(text="now")
    assert samples.RAN == ["now"]
    assert not deferred()


def test_a_deferred_job_keeps_its_arguments_queue_and_name():
    jobs.defer(samples.note, text="لاحقا")
    jobs.defer_by_name("samples.note", text="b")
    jobs.defer_many(samples.note, [{"text": "c"}, {"text": "d"}], lock="one-by-one")
    assert [row[:4] for row in deferred()] == [
        ("samples.note", "samples", '{"text": "لاحقا"}', None),
        ("samples.note", "samples", '{"text": "b"}', None),
        ("samples.note", "samples", '{"text": "c"}', "one-by-one"),
        ("samples.note", "samples", '{"text": "d"}', "one-by-one"),
    ]
    assert jobs.run_until_idle() == 4
    assert samples.RAN == ["لاحقا", "b", "c", "d"]
    assert {row[4] for row in deferred()} == {"succeeded"}


def test_no_commit_no_job():
    with transaction.atomic():
        jobs.defer(samples.note, text="never")
        transaction.set_rollback(True)
    assert jobs.run_until_idle() == 0
    assert not samples.RAN


def test_a_job_for_later_waits():
    jobs.defer_many(samples.note, [{"text": "later"}], run_at=AT + timedelta(days=36_500))
    assert jobs.run_until_idle() == 0
    assert only_job().state == "waiting"


def test_only_the_named_queues_run():
    jobs.defer(samples.note, text="a")
    assert jobs.run_until_idle(queues=["masar"]) == 0
    assert jobs.run_until_idle(queues=["samples"]) == 1


def test_a_job_that_nobody_knows_is_not_deferred():
    with pytest.raises(jobs.UnknownJob):
        jobs.defer_by_name("samples.never_written")


def test_a_failing_job_is_tried_again_and_then_parked_with_its_reason():
    jobs.defer(samples.fail, text="tent")
    assert jobs.run_until_idle() == 1
    assert only_job().state == "retrying"
    assert only_job().attempts == 1
    everything_may_run_now()
    assert jobs.run_until_idle() == 1
    job = only_job()
    assert (job.state, job.attempts) == ("failed", 2)
    assert job.error == "ValueError: tent went wrong"
    assert samples.RAN == ["tent", "tent"]
    failures = queries.failures_of(job.id)
    assert len(failures) == 2
    assert "samples.py" in failures[0].trace


def test_waiting_for_retries_runs_them():
    jobs.defer(samples.fail, text="tent")
    assert jobs.run_until_idle(wait_seconds=5) == 2
    assert only_job().state == "failed"


def test_a_job_that_breaks_its_transaction_leaves_nothing_behind():
    thing = uuid7()
    jobs.defer(samples.break_transaction, thing=str(thing))
    assert jobs.run_until_idle() == 1
    assert history_of(thing) == []
    assert Failure.objects.get().error == "IntegrityError: no"


def test_waits_grow_and_end_at_ten_minutes():
    waits = [registry.wait_seconds(attempts, stretch=1) for attempts in range(12)]
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert max(waits) == 600
    assert waits == sorted(waits)
    assert registry.next_run_at(3, attempts=3) is None


def test_a_job_that_is_no_longer_in_the_program_is_parked():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('samples', 'samples.gone', '{}')"
        )
    assert jobs.run_until_idle() == 1
    assert only_job().state == "failed"
    assert "samples.gone" in only_job().error


def test_the_jobs_of_a_dead_worker_are_taken_over():
    jobs.defer(samples.note, text="rescued")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '21 seconds') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute("SELECT procrastinate_fetch_job_v2(NULL, %s)", [worker])
    assert only_job().state == "orphaned"
    assert services.rescue_orphans() == ["samples.note"]
    assert services.rescue_orphans() == []
    assert jobs.run_until_idle() == 1
    assert samples.RAN == ["rescued"]


def test_a_dead_workers_scheduled_job_leaves_the_work_to_its_next_run():
    with connection.cursor() as cursor:
        for status in ("doing", "todo"):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status,"
                " queueing_lock) VALUES ('default', 'samples.note', '{\"text\": \"next\"}',"
                " %s, 'samples.note')",
                [status],
            )
    services.rescue_orphans()
    assert [row[4] for row in deferred()] == ["cancelled", "todo"]
    assert jobs.run_until_idle() == 1
    assert samples.RAN == ["next"]


def test_the_jobs_of_a_living_worker_are_left_alone():
    jobs.defer(samples.note, text="busy")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute("SELECT procrastinate_fetch_job_v2(NULL, %s)", [worker])
    assert only_job().state == "running"
    assert services.rescue_orphans() == []


def test_a_job_that_kills_its_workers_is_parked():
    jobs.defer(samples.note, text="poison")
    for _ in range(services.MOST_DEATHS + 1):
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_fetch_job_v2(NULL, NULL)")
        assert services.rescue_orphans() == ["samples.note"]
    assert only_job().state == "failed"
    assert only_job().error == "The worker died while it ran this job."


def test_somebody_lets_a_failed_job_run_again(amina, dawud):
    jobs.defer(samples.fail, text="tent")
    jobs.run_until_idle(wait_seconds=5)
    job = only_job()
    with pytest.raises(PermissionRefused):
        services.retry_job(job.id, by=dawud, at=AT)
    services.retry_job(job.id, by=amina, at=AT)
    assert (only_job().state, only_job().attempts) == ("waiting", 0)
    (entry,) = history_of(job.id)
    assert entry.event() == JobRetried(job=job.id, name="samples.fail")
    assert entry.by_id == amina.id


def test_somebody_gives_a_job_up(amina, dawud):
    jobs.defer(samples.fail, text="tent")
    job = only_job()
    with pytest.raises(PermissionRefused):
        services.give_up_job(job.id, by=dawud, at=AT)
    services.give_up_job(job.id, by=amina, at=AT)
    assert jobs.run_until_idle() == 0
    assert history_of(job.id)[0].event() == JobGivenUp(job=job.id, name="samples.fail")
    with pytest.raises(NotFound):
        services.retry_job(job.id, by=amina, at=AT)


def test_a_running_job_is_not_helped(amina):
    jobs.defer(samples.note, text="busy")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        cursor.execute("SELECT procrastinate_fetch_job_v2(NULL, %s)", [cursor.fetchone()[0]])
    job = only_job()
    with pytest.raises(JobNotStuck):
        services.retry_job(job.id, by=amina, at=AT)
    with pytest.raises(JobNotStuck):
        services.give_up_job(job.id, by=amina, at=AT)


def test_a_job_that_nobody_takes_is_late():
    jobs.defer(samples.note, text="slow")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '3 minutes'")
    assert only_job().state == "late"
    assert queries.counts_by_state() == {
        "failed": 0,
        "orphaned": 0,
        "late": 1,
        "retrying": 0,
        "running": 0,
        "waiting": 0,
    }


def test_old_jobs_that_ended_well_are_forgotten_and_failed_ones_stay():
    jobs.defer(samples.note, text="old")
    jobs.defer(samples.fail, text="old")
    jobs.run_until_idle(wait_seconds=5)
    assert services.remove_old_jobs(hours=1) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '2 hours'")
    assert services.remove_old_jobs(hours=1) == 1
    assert [row[0] for row in deferred()] == ["samples.fail"]


def test_the_scheduled_jobs_are_known_with_their_times():
    scheduled = {name: job.cron for name, job in registry.known_jobs().items() if job.cron}
    assert scheduled["journal.seal"] == "* * * * *"
    assert {"jobs.remove_old", "uploads.sweep"} <= scheduled.keys()
    periodic = {name for name, _id in registry.app.periodic_registry.periodic_tasks}
    assert periodic == scheduled.keys()


def test_a_killed_workers_job_is_back_within_a_minute():
    from foundation.jobs import worker

    assert queries.DEAD_SECONDS + worker.RESCUE_SECONDS + worker.POLL_SECONDS < 60
    assert queries.DEAD_SECONDS >= 3 * worker.BEAT_SECONDS
