"""Why a file has its outcome: hand-worked cases, and what holds for every round."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import entries_of
from mission.selection.rules.explaining import Look, explain
from tests.selection.rounds import random_rows, random_rules
from tests.selection.test_rules_draw import ELDERLY, GOLDEN, SEED, rules


def said(its_rules, reference):
    """What each pass said to a file, as ``kind/share turn-of-files left verdict``."""
    drawn = hold_draw(entries_of(GOLDEN), its_rules, seed=SEED)
    looks = dict(explain(drawn))[reference]
    return [
        f"{one.kind}{'/' if one.share else ''}{one.share} {one.turn}/{one.files} "
        f"{one.left} {one.verdict}"
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


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_every_explanation_agrees_with_the_result(number):
    chance = random.Random(number)
    rows = random_rows(chance, chance.randint(0, 40))
    its_rules = random_rules(chance, sum(row.size for row in rows))
    drawn = hold_draw(entries_of(rows), its_rules, seed=SEED)
    sizes = {row.reference: row.size for row in rows}
    result = {row.reference: row for row in drawn.rows()}

    told = dict(explain(drawn))

    assert told.keys() == result.keys()
    for reference, looks in told.items():
        takers = [one for one in looks if one.verdict == "taken"]
        if result[reference].outcome == "selected":
            assert takers == [looks[-1]]
            assert takers[0].share == result[reference].share
        else:
            assert takers == []
        assert all(_is_sound(one, sizes[reference], its_rules.last_seat) for one in looks)


def _is_sound(one: Look, size: int, last_seat: str) -> bool:
    """Tell whether a verdict follows from the seats that were left at the turn."""
    return {
        "taken": size <= one.left or last_seat == "exceed",
        "too_large": size > one.left > 0,
        "full": one.left == 0,
        "closed": one.left > 0 and last_seat == "stop" and one.kind == "general",
    }[one.verdict] and 1 <= one.turn <= one.files
