"""The clock: it runs, unless somebody lets it stand."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from foundation import clock

MOMENT = datetime(2026, 9, 1, 9, tzinfo=UTC)


def test_a_standing_clock_runs_again_afterwards_even_after_an_error():
    seen = []

    def stumble():
        with clock.standing_at(MOMENT):
            seen.append(clock.now())
            raise KeyError

    with pytest.raises(KeyError):
        stumble()
    assert seen == [MOMENT]
    assert clock.now() > MOMENT


def test_it_stands_for_one_thread_alone():
    seen = []
    with clock.standing_at(MOMENT):
        other = threading.Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] > MOMENT
