"""The hub's memory: what is remembered is complete, what is not says so."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from live.feed import Cursor, Happening
from live.hub import Hub

AT = datetime(2027, 3, 1, tzinfo=UTC)


def place(number):
    return Cursor(number, UUID(int=number))


def happening(number):
    return Happening(place(number), "samples.ThingMade", str(number), AT)


def test_nothing_is_known_before_the_journal_is_followed():
    hub = Hub(remembered=5)
    assert hub.position is None
    assert hub.after(place(0), limit=10) is None


def test_a_place_before_the_memory_is_not_guessed_at():
    hub = Hub(remembered=5)
    hub.begin(place(10))
    assert hub.position == place(10)
    assert hub.after(place(9), limit=10) is None
    assert hub.after(place(10), limit=10) == []
    hub.tell([happening(n) for n in (11, 12, 13)])
    assert [each.cursor.xid for each in hub.after(place(11), limit=10)] == [12, 13]
    assert [each.cursor.xid for each in hub.after(place(10), limit=2)] == [11, 12]
    assert hub.after(place(99), limit=10) == []


@given(st.lists(st.integers(1, 7), max_size=20), st.integers(1, 10), st.data())
def test_what_is_answered_is_complete(sizes, remembered, data):
    hub = Hub(remembered=remembered)
    hub.begin(place(0))
    told = 0
    for size in sizes:
        hub.tell([happening(told + n + 1) for n in range(size)])
        told += size
        since = data.draw(st.integers(0, told))
        found = hub.after(place(since), limit=1_000)
        if found is None:
            assert told - since > remembered
        else:
            assert [each.cursor.xid for each in found] == list(range(since + 1, told + 1))
    assert len(hub._happenings) <= 2 * remembered + 7


def test_everybody_who_waits_is_woken_once():
    async def scene():
        hub = Hub(remembered=5)
        hub.begin(place(0))
        waiting = [asyncio.create_task(hub.wait(5)) for _ in range(3)]
        await asyncio.sleep(0)
        hub.tell([happening(1)])
        assert await asyncio.gather(*waiting) == [True, True, True]
        assert await hub.wait(0.01) is False

    asyncio.run(scene())


def test_beginning_anew_starts_another_era():
    hub = Hub(remembered=5)
    hub.begin(place(100))
    hub.tell([happening(101)])
    era = hub.era
    hub.begin(place(3))
    assert hub.era != era
    assert hub.position == place(3)
