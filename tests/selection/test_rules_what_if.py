"""What supposed rules would change: worked by hand, and equal to the draw."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import EntryRow, entries_of
from mission.selection.rules.fairness import Grouping, simulated_numbers
from mission.selection.rules.ruleset import read_rules
from mission.selection.rules.seed import seed_of
from mission.selection.rules.what_if import (
    Case,
    GroupSeats,
    Pair,
    ShareSeats,
    Simulation,
    compare,
    simulation_seed,
)
from tests.selection.rounds import STRATA, random_newer_rules, random_rows, random_rules

SEED = "0123456789abcdef" * 4


def by_queue(quota, *, share=None):
    """Rules without chance, so that a person can work the result out."""
    shares = [{"name": "elderly", "order": ["queue"], **share}] if share else []
    return read_rules(
        {"general": {"order": ["queue"]}, "last_seat": "skip", "quota": quota, "shares": shares}
    )


def case(rules, rows):
    entries = entries_of(rows)
    return Case(
        rules, entries, [Grouping("size", entries.size), Grouping("tier", entries.tier)]
    )


def few(entries):
    chance = np.random.default_rng(1448)
    return [simulated_numbers(entries, chance) for _ in range(3)]


def rows(*sizes, elderly=()):
    return [
        EntryRow(f"A-{i}", size, 1, 1, i, 20_000, ("elderly",) if i in elderly else ())
        for i, size in enumerate(sizes, start=1)
    ]


def test_a_share_over_and_above_is_worked_by_hand():
    """Six single files; the second and the last are elderly; three seats.

    Saved: 1, 2, 3. Supposed, one seat after the general pool: 1, 2, then 6.
    As a guarantee that seat is taken by 2, who would win anyway: 2, 1, 3.
    """
    files = rows(1, 1, 1, 1, 1, 1, elderly=(2, 6))
    supposed = by_queue(3, share={"seats": 1, "when": "after"})

    found = compare(case(by_queue(3), files), case(supposed, files), seed=SEED, draws=few)

    assert (found.gained, found.lost, found.lost_ineligible) == (1, 1, 0)
    assert found.selected_files == found.selected_persons == Pair(3, 3)
    assert found.shares == [ShareSeats("elderly", Pair(0, 1), Pair(1, 2), 1, 2)]
    assert found.groups["size"] == [GroupSeats(1, files=Pair(6, 6), seats=Pair(3, 3))]
    chances = [(each.saved, each.supposed) for each in found.chances["size"]]
    assert chances == [(0.5, 0.5)]
    assert found.draws == 3


def test_a_share_of_a_part_is_moved_inside_it():
    """The same six files in one part: its share gives what a share of the whole gives."""
    files = [replace(one, stratum="north") for one in rows(1, 1, 1, 1, 1, 1, elderly=(2, 6))]
    share = {"name": "elderly", "order": ["queue"], "seats": 1, "when": "after"}
    part = {"name": "north", "quota": 3, "shares": [share]}
    supposed = read_rules(
        {
            "format": 2,
            "general": {"order": ["queue"]},
            "last_seat": "skip",
            "quota": 3,
            "shares": [],
            "strata": {"left": "free", "parts": [part]},
        }
    )
    entries = entries_of(files, by_strata=True)

    found = compare(
        Case(by_queue(3), entries, []), Case(supposed, entries, []), seed=SEED, draws=few
    )

    assert found.shares == [ShareSeats("elderly", Pair(0, 1), Pair(1, 2), 1, 2)]
    assert (found.gained, found.lost) == (1, 1)


def test_files_that_are_no_longer_eligible_are_counted_among_the_lost():
    """Saved: files 1 (2 persons) and 2 (1 person) fill three seats.

    Without file 1 the seats go to 2 and 3 (2 persons).
    """
    files = rows(2, 1, 2)

    found = compare(
        case(by_queue(3), files), case(by_queue(3), files[1:]), seed=SEED, draws=few
    )

    assert (found.gained, found.lost, found.lost_ineligible) == (1, 1, 1)
    assert found.eligible_files == Pair(3, 2)
    assert found.eligible_persons == Pair(5, 3)
    assert found.groups["size"] == [
        GroupSeats(1, files=Pair(1, 1), seats=Pair(1, 1)),
        GroupSeats(2, files=Pair(2, 1), seats=Pair(2, 2)),
    ]


def test_nobody_eligible_is_an_answer_too():
    files = rows(1, 2)
    found = compare(case(by_queue(2), files), case(by_queue(2), []), seed=SEED, draws=few)
    assert found.eligible_files == Pair(2, 0)
    assert (found.gained, found.lost, found.lost_ineligible) == (0, 1, 1)
    assert [(each.saved, each.supposed) for each in found.chances["size"]] == [
        (1.0, None),
        (0.0, None),
    ]


@pytest.mark.parametrize("make", [random_rules, random_newer_rules])
@pytest.mark.parametrize("throw", range(20))
def test_a_simulation_seats_whom_the_draw_of_that_seed_would_seat(throw, make):
    chance = random.Random(throw)
    entries = entries_of(random_rows(chance, 60, strata=STRATA), by_strata=True)
    rules = make(chance, entries.persons)
    drawn = hold_draw(entries, rules, seed=SEED).seated

    seated = Simulation(Case(rules, entries, []), SEED).seat(rules)

    assert seated.selected.tolist() == drawn.selected.tolist()
    assert seated.share_of.tolist() == drawn.share_of.tolist()
    assert seated.waiting.tolist() == drawn.waiting.tolist()


def test_no_round_can_have_the_seed_of_a_simulation():
    """The same texts hashed as a simulation and as a draw give different seeds."""
    lines = {"entries_sha256": "a" * 64, "rules_sha256": "b" * 64, "secrets": ["c"]}
    real = seed_of(**lines, public_randomness="5 3")
    assert simulation_seed("\n".join(("a" * 64, "b" * 64, "c", "5 3"))) != real
