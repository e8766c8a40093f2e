"""Greedy pollers are slowed down; everybody who asks as told never notices."""

from __future__ import annotations

import asyncio
import time

import pytest

from live.waiting import greed
from live.waiting.greed import MOST_IN_WINDOW, WINDOW_SECONDS, Greed
from tests.live.waiting_visits import prepare, seen, until_keeping, visitor


def test_a_ticket_may_ask_so_often_in_a_window_and_again_in_the_next():
    counts = Greed()
    said = [counts.too_often(7, now=100.0) for _ in range(MOST_IN_WINDOW + 2)]
    assert said == [False] * MOST_IN_WINDOW + [True, True]
    assert not counts.too_often(8, now=100.0)
    assert counts.seconds_left(now=100.0 + WINDOW_SECONDS - 0.5) == 1
    assert not counts.too_often(7, now=100.0 + WINDOW_SECONDS)


def test_three_devices_that_ask_as_soon_as_told_stay_far_below():
    counts = Greed()
    asked = [step * 4.0 for step in range(60) for _device in range(3)]
    assert not any(counts.too_often(1, now=now) for now in asked)


def test_what_was_counted_is_forgotten_with_its_window():
    counts = Greed()
    for number in range(1_000):
        counts.too_often(number, now=0.5)
    counts.too_often(1, now=0.5 + WINDOW_SECONDS)
    assert len(counts._asked) == 1


def test_no_more_are_held_than_may_be(monkeypatch):
    monkeypatch.setattr(greed, "HOLD_SECONDS", 0.2)
    monkeypatch.setattr(greed, "MOST_HELD", 3)

    async def timed(counts):
        begun = time.perf_counter()
        await counts.hold()
        return time.perf_counter() - begun

    async def all_of():
        counts = Greed()
        return await asyncio.gather(*(timed(counts) for _ in range(5)))

    took = sorted(asyncio.run(all_of()))
    assert [each >= 0.15 for each in took] == [False, False, True, True, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_queue")
def test_the_program_answers_429_with_the_time_and_keeps_the_place(live):
    until_keeping(live)
    seen(live, prepare(pace=0.001))
    visitor(live).get("/wait")  # takes the first token
    client = visitor(live)
    client.get("/wait")
    answers = [client.get("/wait/state") for _ in range(MOST_IN_WINDOW)]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["retry-after"]) <= WINDOW_SECONDS
    page = client.get("/wait")
    assert page.status_code == 429
    assert "Your place is kept" in page.text
    assert visitor(live).get("/wait").status_code == 200
