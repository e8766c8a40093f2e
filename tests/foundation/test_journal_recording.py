"""Recording: one row for each event, in the transaction of the change, read back in order."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from foundation import journal
from foundation.ids import uuid7
from foundation.journal import NotInTransaction, history_of, read_after
from foundation.journal.models import Entry
from foundation.journal.reading import Cursor
from foundation.scoping import Actor
from tests.foundation.horizon import no_transaction_is_open
from tests.foundation.samples import ThingMade

AMINA = Actor(kind="staff", id="a1", label="أمينة | amina@mission.example")


@pytest.mark.django_db
def test_an_entry_says_who_did_what_on_which_record_and_when(at):
    thing = uuid7()
    entry_id = journal.record(ThingMade(thing=thing, name="خيمة", count=3), by=AMINA, at=at)
    (entry,) = history_of(thing)
    assert entry.id == entry_id
    assert entry.wire == "samples.ThingMade"
    assert entry.record == str(thing)
    assert entry.event() == ThingMade(thing=thing, name="خيمة", count=3)
    assert (entry.by_kind, entry.by_id, entry.by_label) == ("staff", "a1", AMINA.label)
    assert entry.at == at
    assert abs((datetime.now(UTC) - entry.recorded_at).total_seconds()) < 60


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_of_a_transaction(at, empty_queue):
    with pytest.raises(NotInTransaction):
        journal.record(ThingMade(thing=uuid7()), by=AMINA, at=at)
    with pytest.raises(NotInTransaction):
        journal.record_many([ThingMade(thing=uuid7())], by=AMINA, at=at)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_what_is_rolled_back_was_never_recorded(at):
    with transaction.atomic():
        journal.record(ThingMade(thing=uuid7()), by=AMINA, at=at)
        journal.record_many([ThingMade(thing=uuid7())], by=AMINA, at=at)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_many_events_keep_their_order_and_every_character(at):
    names = [
        "tab\there",
        "line\nbreak",
        "back\\slash",
        "return\r",
        "\\N",
        '"quoted"',
        "عربي 😀",
        "",
    ]
    things = [ThingMade(thing=uuid7(), name=name, count=n) for n, name in enumerate(names)]
    assert journal.record_many(things, by=AMINA, at=at) == len(names)
    entries = [history_of(thing.thing)[0] for thing in things]
    assert [entry.event() for entry in entries] == things
    assert [entry.id for entry in entries] == sorted(entry.id for entry in entries)
    assert {entry.by_label for entry in entries} == {AMINA.label}


@pytest.mark.django_db
def test_twenty_thousand_events_take_about_two_seconds(at):
    things = [ThingMade(thing=uuid7(), name="حاج", count=n) for n in range(20_000)]
    began = time.process_time()
    journal.record_many(things, by=AMINA, at=at)
    assert time.process_time() - began < 2.0
    assert Entry.objects.count() == 20_000


@pytest.mark.django_db
def test_one_record_costs_little(at):
    thing = ThingMade(thing=uuid7(), name="حاج")
    journal.record(thing, by=AMINA, at=at)
    began = time.process_time()
    for _ in range(500):
        journal.record(thing, by=AMINA, at=at)
    assert (
        time.process_time() - began
    ) / 500 < 0.001  # 0.15 ms here; a busy machine may triple it


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET by_id = 'x'",
        "DELETE FROM journal_entry",
        "UPDATE journal_link SET number = number + 1",
        "DELETE FROM journal_link",
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_changes(statement, at):
    journal.record(ThingMade(thing=uuid7()), by=AMINA, at=at)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_pages_follow_one_another_without_gap(at, empty_queue):
    for size in (1, 4, 7):
        with transaction.atomic():
            journal.record_many(
                [ThingMade(thing=uuid7(), count=n) for n in range(size)], by=AMINA, at=at
            )
    no_transaction_is_open()
    found, cursor = [], Cursor(0, UUID(int=0))
    while page := read_after(cursor, limit=5):
        assert len(page) <= 5
        found += page
        cursor = page[-1].cursor
    assert [entry.event().count for entry in found] == [0, *range(4), *range(7)]
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["", "12", "x.y", f"-1.{UUID(int=1)}", f"{2**64}.{UUID(int=1)}"]
)
def test_a_cursor_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        Cursor.parse(text)
