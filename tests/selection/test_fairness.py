"""Chances of groups: what simulated draws give agrees with what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.selection import queries
from mission.selection.rules.entries import EntryRow, entries_of
from mission.selection.rules.fairness import Grouping, fairness, simulated_numbers
from mission.selection.rules.ruleset import read_rules


def row(place, *, tier=1, tickets=1, size=1):
    return EntryRow(f"A-{place:03d}", size, tier, tickets, place + 1, 20_000)


def rules_for(quota, *, order=("number",)):
    return read_rules(
        {"general": {"order": list(order)}, "last_seat": "skip", "quota": quota, "shares": []}
    )


def chances(rows, rules, groups, *, draws=2_000):
    entries, chance = entries_of(rows), np.random.default_rng(1448)
    numbers = (simulated_numbers(entries, chance) for _ in range(draws))
    found = fairness(entries, rules, [Grouping("kind", groups)], numbers)
    assert found.draws == draws
    return {each.group: each for each in found.chances["kind"]}


def test_equal_files_have_equal_chances():
    rows = [row(place) for place in range(20)]
    found = chances(rows, rules_for(5), ["a"] * 10 + ["b"] * 10)
    assert found["a"].mean + found["b"].mean == pytest.approx(0.5)
    assert found["a"].mean == pytest.approx(0.25, abs=0.02)
    assert found["a"].files == found["b"].files == 10


def test_two_tickets_win_a_single_seat_twice_as_often():
    """One seat, a file with two tickets, three with one: two of five names in the urn."""
    rows = [row(place, tickets=2 if place == 0 else 1) for place in range(4)]
    found = chances(rows, rules_for(1), ["two", "one", "one", "one"], draws=8_000)
    assert found["two"].mean == pytest.approx(2 / 5, abs=0.025)
    assert found["one"].mean == pytest.approx(1 / 5, abs=0.025)


def test_the_first_tier_is_certain_and_the_last_has_what_is_left():
    rows = [row(place, tier=1 if place < 4 else 2) for place in range(12)]
    groups = ["first"] * 4 + ["second"] * 8
    found = chances(rows, rules_for(6, order=("tier", "number")), groups)
    assert (found["first"].low, found["first"].mean, found["first"].high) == (1, 1, 1)
    assert found["second"].mean == found["second"].low == found["second"].high == 0.25


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12), st.integers(0, 20))
def test_bands_hold_their_mean_and_no_seat_is_lost(sizes, quota):
    rows = [row(place, size=size) for place, size in enumerate(sizes)]
    found = chances(rows, rules_for(quota), [f"{size}" for size in sizes], draws=20)
    for each in found.values():
        assert 0 <= each.low <= each.high <= 1
        assert 0 <= each.mean <= 1
    seats = sum(each.mean * each.files * int(group) for group, each in found.items())
    assert seats <= quota + 1e-9


@pytest.mark.django_db
def test_a_frozen_round_shows_the_chances_of_its_own_files(files, ceremony, applications):
    ceremony.open()
    ceremony.commit()
    ceremony.freeze()
    applications.add()
    found = queries.fairness_of(ceremony.round)
    assert found.files == 10
    by_age = {each.group: each for each in found.chances["age"]}
    assert by_age[70].mean == 1  # two seats are kept for the oldest
    assert by_age[50].mean < 1
    assert queries.draw_of(ceremony.round) is None
