"""Why a file has its outcome: hand-worked cases, and what holds for every round."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import entries_of
from mission.selection.rules.explaining import Look, explain, read_looks
from tests.selection.rounds import STRATA, random_newer_rules, random_rows, random_rules
from tests.selection.test_rules_draw import ELDERLY, GOLDEN, SEED, rules
from tests.selection.test_rules_format_2 import FILES, strata
from tests.selection.test_rules_format_2 import rules as newer


def told_by(drawn):
    """What was said to each file, by reference."""
    explained = explain(drawn)
    return {
        reference.decode(): list(
            read_looks(explained.headings, explained.of_files(place, place + 1)[0])
        )
        for place, reference in enumerate(drawn.entries.reference.tolist())
    }


def said(its_rules, reference, rows=GOLDEN):
    """What each pass said to a file, as ``stratum kind/share turn-of-files left verdict``."""
    entries = entries_of(rows, by_strata=bool(its_rules.strata))
    looks = told_by(hold_draw(entries, its_rules, seed=SEED))[reference]
    return [
        f"{one.stratum} {one.kind}{'/' if one.share else ''}{one.share} "
        f"{one.turn}/{one.files} {one.left} {one.verdict}".strip()
        for one in looks
    ]


BEFORE = rules(shares=[ELDERLY | {"seats": 2, "when": "before"}])
AFTER = rules(shares=[ELDERLY | {"seats": 2, "when": "after"}])
# by number: C-1 2, B-2 2, A-2 3, B-1 1, A-1 2, C-2 1 persons; 6 seats
WORKED = [
    (rules(), "C-1", ["general 1/6 6 taken"]),
    (rules(), "A-2", ["general 3/6 2 too_large", "rest 1/2 0 full"]),
    (rules(), "B-1", ["general 4/6 2 taken"]),
    (rules(), "A-1", ["general 5/6 1 too_large", "rest 2/2 0 full"]),
    (rules(last_seat="stop"), "A-2", ["general 3/6 2 too_large"]),
    (rules(last_seat="stop"), "B-1", ["general 4/6 2 closed"]),
    (rules(last_seat="exceed"), "A-2", ["general 3/6 2 taken"]),
    (rules(last_seat="exceed"), "B-1", ["general 4/6 0 full", "rest 1/3 0 full"]),
    # the share looks at its members by age: A-1 30000 days, then C-2 29999
    (BEFORE, "A-1", ["before/elderly 1/2 2 taken"]),
    (BEFORE, "C-2", ["before/elderly 2/2 0 full", "general 5/5 0 full", "rest 3/3 0 full"]),
    (BEFORE, "B-1", ["general 4/5 0 full", "rest 2/3 0 full"]),
    # over and above: the general pool has 4 seats, then the share has 2
    (AFTER, "A-1", ["general 5/6 0 full", "after/elderly 1/2 2 taken"]),
    (AFTER, "C-2", ["general 6/6 0 full", "after/elderly 2/2 0 full", "rest 3/3 0 full"]),
    (rules(quota=0), "C-1", ["general 1/6 0 full", "rest 1/6 0 full"]),
]


@pytest.mark.parametrize(("its_rules", "reference", "expected"), WORKED)
def test_what_each_pass_said_is_what_was_worked_by_hand(its_rules, reference, expected):
    assert said(its_rules, reference) == expected


SOUGHT = newer(last_seat="accept", quota=5, last_sizes=[[1, 2], [3]])
NORTH = strata(("north", 2), ("south", 3))
GUARANTEE = newer(strata=strata(("north", 4, ELDERLY | {"seats": 2, "when": "before"})))
# The same files and numbers; A-1, B-2 and C-1 are of the north, A-2 and B-1 of the south, and
# C-2 is of none.
WORKED_NEWER = [
    # 5 seats: C-1 2, B-2 2, one left. A-2 has three persons, which are looked for later only.
    (SOUGHT, "B-2", ["general 2/6 3 taken"]),
    (SOUGHT, "A-2", ["general 3/6 1 sought_later", "rest 1/3 0 full"]),
    (SOUGHT, "B-1", ["general 4/6 1 taken"]),
    (SOUGHT, "A-1", ["general 5/6 0 full", "rest 2/3 0 full"]),
    # only one person is looked for: A-2 has three and B-1 one
    (
        newer(last_seat="accept", quota=5, last_sizes=[[1]]),
        "A-2",
        ["general 3/6 1 not_sought", "rest 1/3 0 full"],
    ),
    # nobody has seven persons: the pool ends, and the seat goes to the first who fits
    (
        newer(last_seat="accept", quota=5, last_sizes=[[7]]),
        "A-2",
        ["general 3/6 1 not_sought", "rest 1/4 1 too_large"],
    ),
    (
        newer(last_seat="accept", quota=5, last_sizes=[[7]]),
        "B-1",
        ["general 4/6 1 not_sought", "rest 2/4 1 taken"],
    ),
    # two are looked for first, and A-1 has two; nothing is left for the others
    (
        newer(last_seat="accept", quota=5, last_sizes=[[2], [3], [1]]),
        "B-1",
        ["general 4/6 1 sought_later", "rest 2/3 0 full"],
    ),
    (
        newer(last_seat="accept", quota=5, last_sizes=[[2], [3], [1]]),
        "A-1",
        ["general 5/6 1 taken"],
    ),
    # nothing is looked for by size: two seats are left, and A-2 is taken with three persons
    (newer(last_seat="accept"), "A-2", ["general 3/6 2 taken"]),
    (newer(last_seat="accept"), "B-1", ["general 4/6 0 full", "rest 1/3 0 full"]),
    # north 2 takes C-1, south 3 takes A-2, and one seat of the six is left for all
    (newer(strata=NORTH), "C-1", ["north general 1/3 2 taken"]),
    (
        newer(strata=NORTH),
        "B-2",
        ["north general 2/3 0 full", "north rest 1/2 0 full", "rest 1/4 1 too_large"],
    ),
    (
        newer(strata=NORTH),
        "B-1",
        ["south general 2/2 0 full", "south rest 1/1 0 full", "rest 2/4 1 taken"],
    ),
    (newer(strata=NORTH), "C-2", ["rest 4/4 0 full"]),
    # the seat stays free, and no pass looks at who belongs to no part
    (newer(strata=strata(("north", 2), ("south", 3), left="free")), "C-2", []),
    # a guarantee in the north: A-1 is the only one of the north who lists the share
    (GUARANTEE, "A-1", ["north before/elderly 1/1 2 taken"]),
    (GUARANTEE, "C-1", ["north general 1/2 2 taken"]),
]


@pytest.mark.parametrize(("its_rules", "reference", "expected"), WORKED_NEWER)
def test_what_each_pass_of_format_2_said_is_what_was_worked_by_hand(
    its_rules, reference, expected
):
    assert said(its_rules, reference, FILES) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_every_explanation_agrees_with_the_result(number):
    chance = random.Random(number)
    rows = random_rows(chance, chance.randint(0, 40))
    all_agree(rows, random_rules(chance, sum(row.size for row in rows)))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_every_explanation_of_format_2_agrees_with_the_result(number):
    chance = random.Random(number)
    rows = random_rows(chance, chance.randint(0, 40), strata=STRATA)
    all_agree(rows, random_newer_rules(chance, sum(row.size for row in rows)))


def all_agree(rows, its_rules):
    drawn = hold_draw(entries_of(rows, by_strata=bool(its_rules.strata)), its_rules, seed=SEED)
    files = {row.reference: row for row in rows}
    result = {row.reference: row for row in drawn.rows()}

    told = told_by(drawn)

    assert told.keys() == result.keys()
    for reference, looks in told.items():
        takers = [one for one in looks if one.verdict == "taken"]
        if result[reference].outcome == "selected":
            assert takers == [looks[-1]]
            assert takers[0].share == result[reference].share
        else:
            assert takers == []
        for one in looks:
            assert _is_sound(one, files[reference].size, its_rules), one
            assert one.stratum in ("", files[reference].stratum)
            assert one.share in ("", *files[reference].shares)
    _each_pass_adds_up(told, files)


def _each_pass_adds_up(told, files):
    """Every pass counts its files from one, and gives away what the next of them finds gone."""
    passes = {}
    for reference, looks in told.items():
        for one in looks:
            key = (one.stratum, one.kind, one.share)
            passes.setdefault(key, []).append((one, files[reference].size))
    for said_by_one in passes.values():
        ordered = sorted(said_by_one, key=lambda said: said[0].turn)
        assert [one.turn for one, _ in ordered] == list(range(1, ordered[0][0].files + 1))
        for (one, size), (following, _) in itertools.pairwise(ordered):
            given_away = size if one.verdict == "taken" else 0
            assert following.left == max(one.left - given_away, 0)


def _is_sound(one: Look, size: int, its_rules) -> bool:
    """Tell whether a verdict follows from the seats that were left at the turn."""
    is_general, last_seat = one.kind == "general", its_rules.last_seat
    listed = [size for sizes in its_rules.last_sizes for size in sizes]
    is_last = is_general and one.left == 1 and bool(listed)
    return {
        "taken": size <= one.left
        or (is_general and last_seat == "exceed")
        or (is_general and last_seat == "accept" and one.left > 0),
        "too_large": size > one.left > 0 and not (is_general and last_seat == "accept"),
        "full": one.left == 0,
        "closed": one.left > 0 and last_seat == "stop" and is_general,
        "not_sought": is_last and size not in listed,
        "sought_later": is_last and size in listed and size not in its_rules.last_sizes[0],
    }[one.verdict] and 1 <= one.turn <= one.files
