"""Progress: seen by others while it goes on, stopped when asked, honest about its end."""

from __future__ import annotations

import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from foundation.ids import uuid7
from foundation.progress import QUIET, Cancelled, bar, queries, services, tracked
from foundation.progress.models import State, Task
from foundation.progress.reporting import TerminalBar
from foundation.refusals import NotFound, Refusal

AT = datetime(2026, 3, 1, tzinfo=UTC)


class SeatsGone(Refusal):
    """A refusal with a fact."""

    code = "seats_gone"


@pytest.fixture
def task(transactional_db, amina):
    return services.open_task(kind="samples.work", label="عمل", by=amina, at=AT)


def now(task):
    return Task.objects.get(pk=task.pk)


def test_work_is_seen_while_its_transaction_is_open(task):
    with tracked(task.id) as report, transaction.atomic():
        report.start(200, "rows")
        for _ in range(50):
            report.advance()
        report.finish()
        seen = now(task)
        assert (seen.state, seen.done, seen.total, seen.stage) == (
            State.RUNNING,
            50,
            200,
            "rows",
        )
        assert seen.percent == 25
        report.result = {"kept": 50}
    ended = now(task)
    assert (ended.state, ended.done, ended.result) == (State.DONE, 50, {"kept": 50})
    assert ended.ended_at is not None
    assert ended.percent == 100


def test_each_reader_sees_the_stage_in_their_own_language(task):
    with translation.override("ar"), tracked(task.id) as report:
        report.start(10, "Judging files")
    shown = now(task)
    with translation.override("en"):
        assert shown.note == "Judging files"
    with translation.override("ar"):
        assert shown.note == "النظر في الطلبات"


def test_work_that_is_asked_to_stop_stops_and_leaves_nothing(task, amina):
    with tracked(str(task.id)) as report, transaction.atomic():
        report.start(10)
        Task.objects.create(kind="x", label="x", owner_id="x", owner_label="x", created_at=AT)
        connection_of_another_person(lambda: services.cancel_task(task, by=amina, at=AT))
        report._written_at = 0.0
        report.check()
        raise AssertionError("it went on")
    assert now(task).state == State.CANCELLED
    assert not Task.objects.filter(kind="x").exists()


def connection_of_another_person(act):
    import threading

    from django.db import connections

    def run():
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_work_that_was_stopped_before_it_began_stops_at_its_first_stage(task, amina):
    services.cancel_task(task, by=amina, at=AT)
    assert now(task).state == State.CANCELLED
    done = []
    with tracked(task.id) as report:
        report.start(5)
        done.append("something")
    assert not done
    assert now(task).state == State.CANCELLED


def test_a_refusal_ends_the_work_with_its_reason(task):
    with tracked(task.id):
        raise SeatsGone(campaign="24")
    ended = now(task)
    assert ended.state == State.FAILED
    assert ended.error == {"code": "seats_gone", "facts": {"campaign": "24"}}
    assert ended.note


def test_an_error_ends_the_work_and_goes_on(task):
    with pytest.raises(ZeroDivisionError), tracked(task.id):
        raise ZeroDivisionError
    assert now(task).state == State.FAILED
    assert "ZeroDivisionError" in now(task).note


def test_work_that_is_taken_up_again_starts_from_nothing(task):
    def break_off():
        with tracked(task.id) as report:
            report.start(5)
            report.advance(3)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with tracked(task.id) as report:
        report.start(5)
        report.advance(5)
    assert (now(task).state, now(task).done, now(task).error) == (State.DONE, 5, {})


def test_work_that_holds_its_own_row_is_not_stopped_by_its_report(task):
    with tracked(task.id) as report:
        with transaction.atomic():
            Task.objects.select_for_update().get(pk=task.pk)
            report.start(5, "rows")
        report.advance(5)
        report.finish()
    assert (now(task).state, now(task).done) == (State.DONE, 5)


def test_reporting_often_writes_seldom(task, monkeypatch):
    with tracked(task.id) as report:
        report.start(100_000)
        written = []
        monkeypatch.setattr(report, "_write", lambda query, **values: written.append(query))
        for _ in range(100_000):
            report.advance()
            report.check()
    assert len(written) <= 3


def test_a_task_is_its_owners_and_the_watchers(task, amina, bilal, dawud):
    assert queries.task_for(task.id, by=amina) == task
    assert queries.task_for(task.id, by=bilal) == task  # he watches over jobs
    with pytest.raises(NotFound):
        queries.task_for(task.id, by=dawud)
    with pytest.raises(NotFound):
        services.cancel_task(task, by=dawud, at=AT)
    with pytest.raises(NotFound):
        queries.task_for(uuid7(), by=amina)
    assert queries.tasks_of(amina) == [task]
    assert queries.tasks_of(amina, kind="other") == []


def test_a_task_that_is_over_is_not_cancelled(task, amina):
    with tracked(task.id):
        pass
    assert services.cancel_task(task, by=amina, at=AT).state == State.DONE


def test_rate_and_time_left():
    task = Task(
        state=State.RUNNING,
        done=100,
        total=400,
        started_at=AT,
        updated_at=AT + timedelta(seconds=10),
    )
    assert (task.rate, task.seconds_left, task.percent) == (10.0, 30, 25)
    assert task.is_quiet
    assert Task(state=State.WAITING).seconds_left is None
    assert Task(state=State.RUNNING, total=0).percent == 0


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_draws_on_a_terminal():
    out = Terminal()
    drawn = TerminalBar("Import", stream=out)
    drawn.pause_seconds = 0
    drawn.start(4, "all of it")
    for _ in range(4):
        drawn.advance()
        drawn.check()
    drawn.finish()
    drawn.finish()
    last = out.getvalue().split("\r")[-1]
    assert "Import: all of it  ████████████████████████████  4/4" in last
    assert last.endswith("\n")
    assert last.count("\n") == 1


def test_a_bar_writes_few_plain_lines_where_there_is_no_terminal():
    out = io.StringIO()
    drawn = TerminalBar("Import", stream=out)
    drawn.start(0)
    for _ in range(1_000):
        drawn.advance()
    drawn.start(2, "second")
    drawn.advance(2)
    drawn.finish()
    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Import  1,000  ")
    assert "\x1b" not in out.getvalue()


def test_quiet_takes_everything():
    QUIET.start(5, "x")
    QUIET.advance(3)
    QUIET.check()
    QUIET.finish()
    assert bar("x") is not QUIET
    assert issubclass(Cancelled, Exception)


def test_the_owner_sees_the_bar_and_stops_it(signed_in, member_with, at):
    member = member_with("SYSTEMS")
    from foundation.scoping import actor_of

    task = services.open_task(kind="samples.work", label="Import", by=actor_of(member), at=at)
    client = signed_in(member=member)
    part = client.get(task.url, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert b"Import" in part.content
    assert b"<html" in client.get(task.url).content
    assert client.post(task.cancel_url).status_code == 302
    assert now(task).state == State.CANCELLED
    assert client.get(f"/progress/{uuid.uuid4()}/").status_code == 404


def test_somebody_else_sees_nothing(signed_in, member_with, amina, at):
    task = services.open_task(kind="samples.work", label="Import", by=amina, at=at)
    client = signed_in("GATE_GUARD")
    assert client.get(task.url).status_code == 404
    assert client.post(task.cancel_url).status_code == 404
    assert now(task).state == State.WAITING
