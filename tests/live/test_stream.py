"""The stream of a real live program: nothing lost, nothing twice, nobody hears too much."""

from __future__ import annotations

import json
import random
import signal
import socket
import threading
import time
from datetime import UTC, datetime

import httpx
import pytest
from django.db import connection, transaction

from foundation import journal
from foundation.ids import uuid7
from foundation.journal.models import Entry
from foundation.scoping import Actor
from tests.foundation.samples import ThingMade
from tests.live.conftest import running

SYSTEM = Actor.system("tests")
AT = datetime(2027, 3, 1, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def make(count=1):
    things = [ThingMade(thing=uuid7(), name="سر", count=n) for n in range(count)]
    with transaction.atomic():
        journal.record_many(things, by=SYSTEM, at=AT)
    return [str(each.thing) for each in things]


def records(page):
    return [json.loads(data)["record"] for name, data in page.heard if name == ThingMade.wire]


def test_a_page_hears_what_happens_and_is_told_where_it_is(live, listen):
    page = listen(live, "samples")
    page.wait_until(lambda page: page.heard)
    assert page.names() == ["ready"]
    things = make(3)
    page.wait_until(lambda page: len(page.heard) == 4)
    assert records(page) == things
    assert json.loads(page.heard[-1][1]) == {
        "at": "2027-03-01T00:00:00+00:00",
        "record": things[-1],
    }
    assert "سر" not in str(page.heard)


def test_a_page_hears_only_what_its_ticket_covers(live, listen):
    mine, other = listen(live, "samples"), listen(live, "permits", "samples.Other")
    exact, bare = listen(live, ThingMade.wire), listen(live, "samples", records=False)
    make()
    for page in (mine, exact, bare):
        page.wait_until(lambda page: ThingMade.wire in page.names())
    time.sleep(0.3)
    assert other.names() == ["ready"]
    assert json.loads(bare.heard[-1][1]) == {"at": "2027-03-01T00:00:00+00:00", "count": 1}


def test_what_comes_together_is_told_once_with_its_count(live, listen):
    page = listen(live, "samples", records=False)
    make(2_500)
    page.wait_until(lambda page: sum(counts(page)) == 2_500)
    assert len(page.heard) < 30
    again = listen(live, "samples", after=page.ids[0], records=False)
    again.wait_until(lambda page: sum(counts(page)) == 2_500)


def counts(page):
    return [json.loads(data)["count"] for name, data in page.heard if name == ThingMade.wire]


def test_only_a_ticket_opens_the_stream(live, listen):
    assert httpx.get(f"{live}/events", timeout=60).status_code == 401
    assert httpx.get(f"{live}/events?ticket=forged.ticket", timeout=60).status_code == 401
    assert listen(live, "samples", expires_in=-1).status == 401
    assert listen(live, "samples", after="nonsense").status == 400
    assert listen(live, "samples").status == 200


def test_a_page_that_comes_back_is_told_what_it_missed(live, listen):
    first = listen(live, "samples")
    before = make(2)
    first.wait_until(lambda page: len(records(page)) == 2)
    first.leave.set()
    missed = make(3)
    second = listen(live, "samples", after=first.ids[-1])
    after = make(2)
    second.wait_until(lambda page: len(records(page)) == 5)
    assert records(first) == before
    assert records(second) == missed + after
    assert "ready" not in second.names()


def test_two_programs_tell_the_same_and_a_page_may_change_over(live, listen, environment):
    with running(environment) as (other, program):
        here, there = listen(live, "samples"), listen(other, "samples")
        first = make(4)
        for page in (here, there):
            page.wait_until(lambda page: len(records(page)) == 4)
        assert here.ids[1:] == there.ids[1:]
        program.send_signal(signal.SIGTERM)
        program.wait(timeout=60)
        there.join(10)
        second = make(3)
        moved = listen(live, "samples", after=there.ids[-1])
        moved.wait_until(lambda page: len(records(page)) == 3)
        assert records(there) + records(moved) == first + second
    with running(environment) as (fresh, _program):
        late = listen(fresh, "samples", after=here.ids[0])
        late.wait_until(lambda page: len(records(page)) == 7)
        assert records(late) == first + second


def write_slowly(seed):
    dice = random.Random(seed)
    written = []
    for _ in range(100):
        thing = uuid7()
        with transaction.atomic():
            journal.record(ThingMade(thing=thing), by=SYSTEM, at=AT)
            time.sleep(dice.choice([0, 0, 0.002, 0.03]))
        written.append(str(thing))
    return written


def test_nothing_is_lost_or_doubled_by_writers_and_reconnects(
    live, listen, forked, environment
):
    """Three web processes write, a page keeps losing its line and comes back elsewhere."""
    with running(environment) as (other, _program):
        page = Wanderer(listen, [live, other])
        page.open()

        is_over = threading.Event()
        wandering = threading.Thread(target=page.wander, args=(is_over,))
        starter = threading.Timer(0.1, wandering.start)
        starter.start()
        written = [
            each for part in forked(write_slowly, each=[(1,), (2,), (3,)]) for each in part
        ]
        starter.join()
        is_over.set()
        wandering.join(30)
        page.wait_for(set(written))
    assert page.visits > 3
    # What other tests wrote may still come; of these none is missing and none comes twice.
    ours = set(written)
    assert sorted(one for one in page.records if one in ours) == sorted(written)
    order = [
        str(each)
        for each in Entry.objects.order_by("xid", "id").values_list("record", flat=True)
    ]
    assert page.records == order


class Wanderer:
    """A page whose line is cut again and again, each time coming back to another program."""

    def __init__(self, listen, addresses):
        self.listen, self.addresses = listen, addresses
        self.records, self.last, self.visits = [], None, 0
        self.page = None

    def open(self):
        address = self.addresses[self.visits % len(self.addresses)]
        self.page = self.listen(address, "samples", after=self.last)
        self.visits += 1

    def leave(self):
        page = self.page
        page.leave.set()
        heard = list(zip(page.heard, page.ids, strict=False))
        self.records += [
            json.loads(data).get("record") for (name, data), _id in heard if name != "ready"
        ]
        self.last = heard[-1][1] if heard else self.last

    def wander(self, is_over):
        while not is_over.wait(0.1):
            self.leave()
            self.open()

    def wait_for(self, wanted):
        self.page.wait_until(lambda page: wanted <= {*self.records, *records(page)})
        time.sleep(0.3)
        self.leave()


def test_a_page_that_does_not_read_holds_nobody_up(live, listen):
    """It asks and never reads; others go on hearing, and the program stays small."""
    ticket_page = listen(live, "samples")
    url = httpx.URL(ticket_page.url)
    with socket.create_connection((url.host, url.port)) as lazy:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.sendall(f"GET {url.raw_path.decode()} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.2)
        for _ in range(4):
            make(1_000)
        ticket_page.wait_until(lambda page: len(records(page)) == 4_000)
        assert httpx.get(f"{live}/healthz", timeout=60).json()["status"] == "ok"


def test_pages_anywhere_may_listen_and_nothing_is_cached(live, listen):
    url = listen(live, "samples").url
    with httpx.stream("GET", url, headers={"Origin": "https://hajj.example"}) as answer:
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"].startswith("text/event-stream")


def test_a_place_from_before_the_database_was_restored_starts_anew(live, listen):
    page = listen(live, "samples", after=f"{2**62}.{uuid7()}")
    page.wait_until(lambda page: page.heard)
    assert page.names() == ["reset"]
    things = make(1)
    page.wait_until(lambda page: len(page.heard) == 2)
    assert records(page) == things


def test_the_program_ends_at_once_although_pages_are_open(listen, environment):
    with running(environment) as (address, program):
        page = listen(address, "samples")
        began = time.monotonic()
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=5) in (0, -signal.SIGTERM)
        assert time.monotonic() - began < 4
        page.join(5)
        assert not page.is_alive()


def test_a_database_that_drops_the_lines_is_found_again(live, listen):
    page = listen(live, "samples")
    first = make(2)
    page.wait_until(lambda page: len(records(page)) == 2)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'rifada-live' AND datname = current_database()"
        )
        assert len(cursor.fetchall()) >= 2
    second = make(2)
    page.wait_until(lambda page: len(records(page)) == 4)
    assert records(page) == first + second
