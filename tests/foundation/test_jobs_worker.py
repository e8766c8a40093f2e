"""The worker as a process: runs jobs, ends when asked, and is replaced when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from foundation import jobs
from foundation.jobs import heart, idle, queries, services
from tests.foundation import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]


@contextmanager
def worker(environment):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.foundation.worker_program"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stderr:
            if line == "ready\n":
                break
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(path, text, *, seconds=60.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if path.exists() and text in path.read_text():
            return
        time.sleep(0.05)
    raise AssertionError(
        f"{text!r} never came: {path.read_text() if path.exists() else 'nothing'}"
    )


def test_a_worker_killed_in_the_middle_is_replaced_by_another(
    environment, empty_queue, tmp_path
):
    path = tmp_path / "lingered"
    with worker(environment) as first:
        with transaction.atomic():
            jobs.defer(samples.linger, path=str(path), seconds=120)
        wait_for(path, f"begun {first.pid}")
        with worker(environment) as second:
            time.sleep(1.5)
            assert path.read_text() == f"begun {first.pid}\n"  # nobody takes it from the living
            os.kill(first.pid, signal.SIGKILL)
            wait_for(path, f"done {second.pid}")
            assert path.read_text().splitlines() == [
                f"begun {first.pid}",
                f"begun {second.pid}",
                f"done {second.pid}",
            ]
            second.send_signal(signal.SIGTERM)
            assert second.wait(timeout=60) == 0


def test_who_runs_jobs_without_a_worker_beats_too(empty_queue, monkeypatch):
    monkeypatch.setattr(heart, "BEAT_SECONDS", 0.05)
    beats = []

    def look(*_given):
        until = time.monotonic() + 60
        while len(beats) < 3:
            assert time.monotonic() < until, "the heart stands still"
            with connection.cursor() as cursor:
                cursor.execute("SELECT last_heartbeat FROM procrastinate_workers")
                beats.extend(set(cursor.fetchone()) - set(beats))
            time.sleep(0.02)
            assert services.rescue_orphans() == []

    monkeypatch.setattr(idle, "run_in_worker", look)
    with transaction.atomic():
        jobs.defer(samples.note, text="long")
    assert jobs.run_until_idle() == 1
    assert beats[0] < beats[1] < beats[2]
    assert queries.living_workers() == 0


def test_workers_that_died_long_ago_are_forgotten(empty_queue):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now()), (now() - interval '2 hours')"
        )
    services.forget_dead_workers()
    assert queries.living_workers() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (1,)
