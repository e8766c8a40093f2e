"""The draw itself: a vector worked by hand, and what holds for every round."""

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mission.selection.rules.draw import ResultRow, hold_draw
from mission.selection.rules.entries import EntryRow, entries_of
from mission.selection.rules.numbers import exact_keys, number_keys, number_of
from mission.selection.rules.ruleset import read_rules
from tests.selection.rounds import ORDERS, SHARES, random_rules

SEED = "9f2c" * 16

# The digests come from sha256sum, not from Python: printf '%s,C-1,1' "$SEED" | sha256sum
NUMBERS = {
    "C-1": "293ac070202a1897359c86b8880853367e9c0d58f2b8c26dca33592d64cd393d",
    "B-2": "45257a25556f4fa63c731c653658ec815390bd2789eb4c41b0fcd9d437b73823",
    "A-2": "4cdf2d4d3297f6d98c4b90052c042fddd557c201b0192c7bb10e611c6bb67beb",
    "B-1": "63a7f78bd3010f4a5b10c54543fa0b069fa1e8980526c6c7893e55a00386f561",
    "A-1": "dd1714ab84bcfbb8487609a643298588a906f026c266f7b2d76aee0660086b7e",
    "C-2": "ddcf85213aaf32fdc17ae554877662fc47ae5c9206315bf2244d312808fd1dfc",
}
GOLDEN = [  # reference, size, tier, tickets, queue, age in days, shares
    EntryRow("A-1", 2, 1, 1, 6, 30000, ("elderly",)),
    EntryRow("A-2", 3, 2, 2, 5, 20000),
    EntryRow("B-1", 1, 2, 1, 4, 21000),
    EntryRow("B-2", 2, 3, 3, 3, 22000),
    EntryRow("C-1", 2, 3, 1, 2, 23000),
    EntryRow("C-2", 1, 1, 1, 1, 29999, ("elderly",)),
]
ELDERLY = {"name": "elderly", "order": ["-age_days", "number"]}


def rules(*, order=("number",), last_seat="skip", quota=6, shares=()):
    return read_rules(
        {
            "general": {"order": list(order)},
            "last_seat": last_seat,
            "quota": quota,
            "shares": list(shares),
        }
    )


def drawn(rows, its_rules, seed=SEED):
    """Each outcome as words: ``A-1`` or, where a share gave the seat, ``A-1/elderly``."""
    found = {"selected": [], "waiting": []}
    for row in hold_draw(entries_of(rows), its_rules, seed=seed).rows():
        found[row.outcome].append(row.reference + (f"/{row.share}" if row.share else ""))
    return " ".join(found["selected"]), " ".join(found["waiting"])


def test_numbers_are_those_of_sha256sum():
    for row in GOLDEN:
        number = number_of(seed=SEED, reference=row.reference, tickets=row.tickets)
        assert f"{number:064x}" == NUMBERS[row.reference]


@pytest.mark.parametrize(
    ("its_rules", "selected", "waiting"),
    [
        # 6 seats: C-1 2, B-2 2, A-2 needs 3 of 2, B-1 1, A-1 needs 2 of 1, C-2 1
        (rules(), "C-1 B-2 B-1 C-2", "A-2 A-1"),
        (rules(last_seat="stop"), "C-1 B-2", "A-2 B-1 A-1 C-2"),
        (rules(last_seat="exceed"), "C-1 B-2 A-2", "B-1 A-1 C-2"),
        (rules(order=["tier", "number"]), "A-1 C-2 A-2", "B-1 C-1 B-2"),
        (rules(order=["-tier", "number"]), "C-1 B-2 B-1 C-2", "A-2 A-1"),
        (rules(order=["queue"]), "C-2 C-1 B-2 B-1", "A-2 A-1"),
        (rules(order=["-age_days", "queue"]), "A-1 C-2 C-1 B-1", "B-2 A-2"),
        (rules(order=["-number"]), "C-2 A-1 B-1 B-2", "A-2 C-1"),
        # a guarantee of 2: A-1 is the oldest; 4 are left for the others
        (
            rules(shares=[ELDERLY | {"seats": 2, "when": "before"}]),
            "A-1/elderly C-1 B-2",
            "A-2 B-1 C-2",
        ),
        # over and above: the general pool has 4, then the two of the share
        (
            rules(shares=[ELDERLY | {"seats": 2, "when": "after"}]),
            "C-1 B-2 A-1/elderly",
            "A-2 B-1 C-2",
        ),
        # nobody lists the share: its seats go round again in the general order
        (
            rules(shares=[ELDERLY | {"name": "first", "seats": 4, "when": "after"}]),
            "C-1 B-2 B-1 C-2",
            "A-2 A-1",
        ),
        # the same with stop: the general pass of 2 ends at B-2, and nothing goes round again
        (
            rules(
                last_seat="stop",
                shares=[ELDERLY | {"name": "first", "seats": 4, "when": "after"}],
            ),
            "C-1",
            "B-2 A-2 B-1 A-1 C-2",
        ),
        # stop, but the pass never met a file too large: the rest goes round
        (rules(last_seat="stop", quota=11), "C-1 B-2 A-2 B-1 A-1 C-2", ""),
        # the letter of the specification: nothing is left, and B-1 is larger than nothing
        (rules(last_seat="exceed", quota=7), "C-1 B-2 A-2 B-1", "A-1 C-2"),
        (rules(quota=0), "", "C-1 B-2 A-2 B-1 A-1 C-2"),
    ],
)
def test_draw_is_the_one_worked_by_hand(its_rules, selected, waiting):
    assert drawn(GOLDEN, its_rules) == (selected, waiting)


def test_result_file_is_the_one_worked_by_hand():
    its_rules = rules(shares=[ELDERLY | {"seats": 2, "when": "before"}])

    result = hold_draw(entries_of(GOLDEN), its_rules, seed=SEED)

    assert result.persons == 6
    assert next(result.rows()) == ResultRow("A-1", "selected", 1, "elderly")
    assert result.as_csv() == (
        b"reference,outcome,place,share\n"
        b"A-1,selected,1,elderly\nC-1,selected,2,\nB-2,selected,3,\n"
        b"A-2,waiting,1,\nB-1,waiting,2,\nC-2,waiting,3,\n"
    )


def test_draw_of_no_files_has_nobody():
    assert drawn([], rules()) == ("", "")


references = st.text("ABC019-", min_size=1, max_size=6)
entry_rows = st.builds(
    EntryRow,
    reference=references,
    size=st.integers(1, 6),
    tier=st.integers(1, 4),
    tickets=st.integers(1, 4),
    queue=st.integers(1, 500),
    age_days=st.one_of(st.integers(0, 3), st.integers(6000, 90000)),
    shares=st.lists(st.sampled_from(SHARES), unique=True).map(tuple),
)
files = st.lists(entry_rows, unique_by=lambda row: row.reference, max_size=30)
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)
rule_sets = st.builds(random_rules, st.integers().map(random.Random), st.integers(0, 70))
skipping = rule_sets.map(lambda one: dataclasses.replace(one, last_seat="skip"))


@given(files, rule_sets, seeds, st.randoms())
@settings(max_examples=200, deadline=None)
def test_order_of_the_input_does_not_matter(rows, its_rules, seed, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    one, other = entries_of(rows), entries_of(shuffled)

    assert one.as_csv() == other.as_csv()
    first = hold_draw(one, its_rules, seed=seed).as_csv()
    assert hold_draw(other, its_rules, seed=seed).as_csv() == first


@given(files, rule_sets, seeds)
@settings(max_examples=300, deadline=None)
def test_seats_and_files_are_conserved(rows, its_rules, seed):
    result = hold_draw(entries_of(rows), its_rules, seed=seed)

    size = {row.reference: row.size for row in rows}
    found = list(result.rows())
    selected = [row for row in found if row.outcome == "selected"]
    assert sorted(row.reference for row in found) == sorted(size)
    assert sum(size[row.reference] for row in selected) == result.persons
    for share in its_rules.shares:
        given_away = sum(size[row.reference] for row in selected if row.share == share.name)
        assert given_away <= share.seats
    if its_rules.last_seat != "exceed":
        assert result.persons <= its_rules.quota
    else:
        assert result.persons <= its_rules.quota + max(size.values(), default=0)
    if its_rules.last_seat == "skip":
        left = its_rules.quota - result.persons
        assert all(size[row.reference] > left for row in found if row.outcome == "waiting")


@given(files, rule_sets, seeds)
def test_shares_go_only_to_files_that_list_them(rows, its_rules, seed):
    listed = {row.reference: row.shares for row in rows}

    for row in hold_draw(entries_of(rows), its_rules, seed=seed).rows():
        assert not row.share or row.share in listed[row.reference]
        assert row.outcome == "selected" or not row.share


@given(references, st.integers(1, 20), seeds)
def test_another_ticket_never_makes_a_number_larger(reference, tickets, seed):
    fewer = number_of(seed=seed, reference=reference, tickets=tickets)
    more = number_of(seed=seed, reference=reference, tickets=tickets + 1)

    assert more <= fewer


@given(files.filter(bool), skipping, seeds, st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_another_ticket_never_costs_a_file_its_seat(rows, its_rules, seed, more):
    its_rules = dataclasses.replace(its_rules, general=("tier", "number"), shares=())
    selected = drawn(rows, its_rules, seed)[0].split()
    for i, row in enumerate(rows):
        if row.reference not in selected:
            continue
        richer = [
            *rows[:i],
            dataclasses.replace(row, tickets=row.tickets + more),
            *rows[i + 1 :],
        ]
        assert row.reference in drawn(richer, its_rules, seed)[0].split()


@given(files.filter(bool), skipping, seeds, st.data())
@settings(max_examples=200, deadline=None)
def test_withdrawal_of_a_waiting_file_changes_nobody(rows, its_rules, seed, data):
    selected, waiting = drawn(rows, its_rules, seed)
    names = waiting.split()
    gone = data.draw(st.sampled_from([row.reference for row in rows]))
    if gone not in names:
        return

    rest = [row for row in rows if row.reference != gone]

    names.remove(gone)
    assert drawn(rest, its_rules, seed) == (selected, " ".join(names))


@given(files.filter(bool), seeds, st.data())
def test_withdrawal_shifts_no_number(rows, seed, data):
    gone = data.draw(st.sampled_from(rows))
    everybody = entries_of(rows)
    rest = entries_of(row for row in rows if row is not gone)

    before = dict(zip(everybody.reference, number_keys(everybody, seed=seed), strict=True))
    after = dict(zip(rest.reference, number_keys(rest, seed=seed), strict=True))

    assert all(before[reference] == number for reference, number in after.items())


@given(files, seeds, st.sampled_from(ORDERS))
def test_subset_keeps_its_relative_order(rows, seed, order):
    """Rivest's consistency: drawing from a part is the draw of all, restricted to the part."""
    part = [row for row in rows if row.tier > 2]
    nobody = rules(order=order, quota=0)

    of_all = drawn(rows, nobody, seed)[1].split()
    of_part = drawn(part, nobody, seed)[1].split()

    names = {row.reference for row in part}
    assert of_part == [reference for reference in of_all if reference in names]


def test_equal_heads_are_told_apart_by_the_whole_number():
    import numpy as np

    heads = np.array([5, 9, 5, 1, 9, 5], dtype=np.uint64)
    whole = [30, 7, 10, 99, 7, 20]

    keys = exact_keys(heads, whole.__getitem__)

    assert np.argsort(keys, kind="stable").tolist() == [3, 2, 5, 0, 1, 4]
    assert exact_keys(heads[:2], whole.__getitem__) is not None


def test_numbers_are_spread_evenly():
    """A self-test of chance: the draw of 1 in 4 treats every tenth of the references alike
    (chi-square over ten groups; 27.9 is the bound that chance exceeds once in a thousand)."""
    rows = [EntryRow(f"R{i:05d}", 1, 1, 1, i + 1, 9000) for i in range(10_000)]

    selected = drawn(rows, rules(quota=2500))[0].split()

    counts = [
        sum(name[1] == "0" and name[2] == str(group) for name in selected)
        for group in range(10)
    ]
    assert sum(counts) == 2500
    assert sum((count - 250) ** 2 / 187.5 for count in counts) < 27.9
