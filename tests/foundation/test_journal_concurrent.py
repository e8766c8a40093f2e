"""Concurrent writers whose transactions commit out of order: a reader loses nothing."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import connections, transaction

from foundation import journal
from foundation.ids import uuid7
from foundation.journal import chain
from foundation.journal.models import Entry, Link
from foundation.journal.reading import Cursor, read_after
from foundation.journal.verifying import verify
from foundation.scoping import Actor
from tests.foundation.horizon import no_transaction_is_open
from tests.foundation.samples import ThingMade

SYSTEM = Actor.system("tests")
AT = datetime(2027, 3, 1, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def record_some(seed, transactions):
    """Answer the things of the transactions that were committed."""
    dice = random.Random(seed)
    committed = []
    for _ in range(transactions):
        things = [uuid7() for _ in range(dice.randint(1, 3))]
        is_kept = dice.random() > 0.1
        with transaction.atomic():
            for thing in things:
                journal.record(ThingMade(thing=thing), by=SYSTEM, at=AT)
            time.sleep(dice.choice([0, 0, 0.001, 0.02]))
            transaction.set_rollback(not is_kept)
        committed += things if is_kept else []
    return committed


class Follower(threading.Thread):
    """Reads page after page while others write, and remembers what it was given."""

    def __init__(self):
        super().__init__()
        self.read = []
        self.by_id = []
        self.is_over = threading.Event()

    def run(self):
        cursor, newest = Cursor(0, UUID(int=0)), UUID(int=0)
        try:
            is_last = False
            while not is_last:
                is_last = self.is_over.is_set()
                while page := read_after(cursor, limit=50):
                    self.read += [entry.event().thing for entry in page]
                    cursor = page[-1].cursor
                rows = list(Entry.objects.filter(id__gt=newest).order_by("id"))
                self.by_id += [UUID(entry.record) for entry in rows]
                newest = rows[-1].id if rows else newest
                time.sleep(0.002)
        finally:
            connections.close_all()


def test_a_reader_of_pages_gets_every_committed_row_once(forked):
    follower = Follower()
    # The reader starts after the fork: a forked process must not inherit a thread's connection.
    start = threading.Timer(0.05, follower.start)
    start.start()
    written = [
        thing
        for part in forked(record_some, each=[(seed, 60) for seed in range(4)])
        for thing in part
    ]
    start.join()
    no_transaction_is_open()
    follower.is_over.set()
    follower.join()
    assert len(written) > 300
    assert sorted(follower.read) == sorted(written)


def test_a_row_that_commits_late_is_lost_by_id_but_not_by_page(database_url):
    """Why pages go by transaction: a later id may be committed before an earlier one."""
    early, late = ThingMade(thing=uuid7()), ThingMade(thing=uuid7())
    with psycopg.connect(database_url) as other:
        first_id = uuid7()
        other.execute(
            "INSERT INTO journal_entry"
            " (id, event, record, payload, by_kind, by_id, by_label, at)"
            " VALUES (%s, %s, %s, '{}', 'system', '', '', now())",
            [first_id, early.wire, early.record],
        )
        with transaction.atomic():
            journal.record(late, by=SYSTEM, at=AT)
        assert Entry.objects.filter(id__gt=first_id).exists()  # a reader by id is past it now
        assert read_after() == []  # a reader of pages waits
        assert chain.link_new_entries() == 0  # and so does the sequencer
        other.commit()
    no_transaction_is_open()
    assert [entry.record for entry in read_after()] == [early.record, late.record]
    assert chain.link_new_entries() == 2


def test_several_sequencers_give_each_row_one_number(forked):
    def seal_often():
        for _ in range(60):
            chain.link_new_entries()
            time.sleep(0.002)
        return []

    def work(seed):
        return record_some(seed, 40) if seed < 2 else seal_often()

    written = [
        thing for part in forked(work, each=[(seed,) for seed in range(4)]) for thing in part
    ]
    no_transaction_is_open()
    chain.link_new_entries()
    links = list(Link.objects.order_by("number"))
    assert [link.number for link in links] == list(range(1, len(written) + 1))
    entries = dict(Entry.objects.values_list("id", "record"))
    assert sorted(UUID(entries[link.entry_id]) for link in links) == sorted(written)
    assert verify().is_sound
