"""Handlers: each acts once on each event, whatever is repeated, raced or broken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from foundation import jobs, journal
from foundation.ids import uuid7
from foundation.journal import checks, recording, services, subscribe, subscribed, subscriptions
from foundation.journal.models import Entry, Handled
from foundation.journal.services import DeliveryFailed, deliver_entries
from foundation.scoping import Actor
from tests.foundation import samples
from tests.foundation.samples import HEARD, ThingMade

SYSTEM = Actor.system("tests")
AT = datetime(2027, 3, 1, tzinfo=UTC)
FIRST = "tests.foundation.samples.on_thing_made"
SECOND = "tests.foundation.samples.on_thing_made_too"


@pytest.fixture
def heard(monkeypatch, db):
    monkeypatch.setattr(subscriptions, "_handlers", {})
    HEARD.clear()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    subscribe(ThingMade, FIRST)
    return HEARD


def make(*names):
    journal.record_many(
        [ThingMade(thing=uuid7(), name=each) for each in names], by=SYSTEM, at=AT
    )


def job_count():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return cursor.fetchone()[0]


def test_every_subscriber_hears_every_event(heard):
    subscribe(ThingMade, SECOND)
    subscribe(ThingMade, FIRST)
    assert subscribed() == {ThingMade.wire: (FIRST, SECOND)}
    journal.record(ThingMade(thing=uuid7(), name="one"), by=SYSTEM, at=AT)
    assert not heard
    assert jobs.run_until_idle() == 2
    assert heard == [("one", AT), ("too one", AT)]
    assert Handled.objects.count() == 2


def test_a_rolled_back_event_starts_nobody(heard):
    with transaction.atomic():
        make("never")
        transaction.set_rollback(True)
    assert jobs.run_until_idle() == 0


def test_many_events_need_few_jobs(heard, monkeypatch):
    monkeypatch.setattr(recording, "ENTRIES_PER_JOB", 10)
    names = [str(n) for n in range(25)]
    make(*names)
    assert job_count() == 3
    jobs.run_until_idle()
    assert [name for name, _at in heard] == names


def test_a_repeated_delivery_acts_once(heard):
    make("once")
    entries = list(Entry.objects.values_list("id", flat=True))
    assert deliver_entries(handler=FIRST, entry_ids=entries) == 1
    assert deliver_entries(handler=FIRST, entry_ids=entries) == 0
    assert len(heard) == 1


def test_one_bad_event_does_not_stop_the_others_and_comes_again(heard, monkeypatch):
    make("a", "forbidden", "b")
    assert jobs.run_until_idle() == 1
    assert [name for name, _at in heard] == ["a", "b"]
    assert Handled.objects.count() == 2
    entries = list(Entry.objects.values_list("id", flat=True))
    with pytest.raises(DeliveryFailed, match="1 of 3"):
        deliver_entries(handler=FIRST, entry_ids=entries)
    monkeypatch.setattr(samples, "on_thing_made", lambda event, *, at: heard.append(event.name))
    assert jobs.run_until_idle(wait_seconds=5) == 1
    assert heard[-1] == "forbidden"
    assert Handled.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_delivery_act_once(
    forked, empty_queue, tmp_path, monkeypatch
):
    path = tmp_path / "acts"

    def act(event, *, at):
        with path.open("a") as lines:
            lines.write(f"{event.name}\n")

    monkeypatch.setattr(samples, "on_thing_made", act)
    with transaction.atomic():
        make(*(str(n) for n in range(20)))
    entries = list(Entry.objects.values_list("id", flat=True))

    def work():
        return deliver_entries(handler=FIRST, entry_ids=entries)

    assert sum(forked(work, times=4)) == 20
    assert sorted(path.read_text().split()) == sorted(str(n) for n in range(20))


def test_a_handler_that_does_not_exist_is_reported_at_start(heard):
    assert checks.handlers_exist() == []
    subscribe(ThingMade, "tests.foundation.samples.never_written")
    (error,) = checks.handlers_exist()
    assert error.id == "journal.E001"
    assert "never_written" in error.msg


def test_a_handler_and_its_mark_are_one_transaction(heard, monkeypatch):
    def half(event, *, at):
        Handled.objects.create(entry_id=uuid7(), handler="side effect")
        raise ZeroDivisionError

    monkeypatch.setattr(samples, "on_thing_made", half)
    make("half")
    with pytest.raises(services.DeliveryFailed):
        deliver_entries(
            handler=FIRST, entry_ids=list(Entry.objects.values_list("id", flat=True))
        )
    assert not Handled.objects.exists()
