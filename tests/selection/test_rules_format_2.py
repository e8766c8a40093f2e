"""Format 2 of the rules: strata, the last seats, and what stands beside the draw."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mission.selection.rules.entries import STRATA_HEADER, BadEntry, EntryRow, entries_of
from mission.selection.rules.entries_csv import BadEntriesFile, read_entries
from mission.selection.rules.ruleset import (
    RulesBadChoice,
    RulesBadFormat,
    RulesBadNumber,
    RulesBadShareName,
    RulesBadSizes,
    RulesMissingKey,
    RulesSharesExceedQuota,
    RulesStrataExceedQuota,
    RulesUnknownKey,
    read_rules,
)
from tests.selection.rounds import (
    STRATA,
    load_verify,
    proof_files,
    random_newer_rules,
    write_files,
)
from tests.selection.rounds import random_rows as rows_of
from tests.selection.test_rules_draw import SEED, drawn, seeds
from tests.selection.test_three_engines import by_engine, by_plain_python

# In the order of their numbers under SEED: C-1, B-2, A-2, B-1, A-1, C-2 (see NUMBERS there).
FILES = [  # reference, size, tier, tickets, queue, age in days, shares, stratum
    EntryRow("A-1", 2, 1, 1, 6, 30000, ("elderly",), "north"),
    EntryRow("A-2", 3, 2, 2, 5, 20000, (), "south"),
    EntryRow("B-1", 1, 2, 1, 4, 21000, (), "south"),
    EntryRow("B-2", 2, 3, 3, 3, 22000, (), "north"),
    EntryRow("C-1", 2, 3, 1, 2, 23000, (), "north"),
    EntryRow("C-2", 1, 1, 1, 1, 29999, ("elderly",), ""),
]
ELDERLY = {"name": "elderly", "order": ["-age_days"], "seats": 2, "when": "before"}


def rules(*, last_seat="skip", quota=6, shares=(), **more):
    return read_rules(
        {
            "format": 2,
            "general": {"order": ["number"]},
            "last_seat": last_seat,
            "quota": quota,
            "shares": list(shares),
        }
        | more
    )


def strata(*parts, left="general"):
    told = [{"name": name, "quota": quota, "shares": list(s)} for name, quota, *s in parts]
    return {"left": left, "parts": told}


def by_hand(its_rules):
    entries = entries_of(FILES, by_strata=bool(its_rules.strata))
    found = {"selected": [], "waiting": []}
    for line in by_engine(entries, its_rules, SEED).decode().splitlines()[1:]:
        reference, outcome, _place, share = line.split(",")
        found[outcome].append(reference + (f"/{share}" if share else ""))
    return " ".join(found["selected"]), " ".join(found["waiting"])


@pytest.mark.parametrize(
    ("its_rules", "selected", "waiting"),
    [
        # north 2: C-1. south 3: A-2. One seat is left for all: B-2 needs 2, B-1 fits.
        (
            rules(strata=strata(("north", 2), ("south", 3))),
            "C-1 A-2 B-1",
            "B-2 A-1 C-2",
        ),
        # the same, and the seat that is left stays free
        (
            rules(strata=strata(("north", 2), ("south", 3), left="free")),
            "C-1 A-2",
            "B-2 B-1 A-1 C-2",
        ),
        # south 2: A-2 does not fit, B-1 does; north 4: C-1, B-2; one seat left: C-2
        (
            rules(strata=strata(("south", 2), ("north", 4))),
            "B-1 C-1 B-2 C-2",
            "A-2 A-1",
        ),
        # a guarantee in the north: A-1 first, then C-1 for the other two; 2 left: B-2
        (
            rules(strata=strata(("north", 4, ELDERLY))),
            "A-1/elderly C-1 B-2",
            "A-2 B-1 C-2",
        ),
        # a guarantee before the strata, off the top: A-1; north 2: C-1; two left: B-2
        (
            rules(shares=[ELDERLY], strata=strata(("north", 2))),
            "A-1/elderly C-1 B-2",
            "A-2 B-1 C-2",
        ),
        # over and above, for all, after the strata: north 4: C-1, B-2; the elderly: A-1
        (
            rules(shares=[ELDERLY | {"when": "after"}], strata=strata(("north", 4))),
            "C-1 B-2 A-1/elderly",
            "A-2 B-1 C-2",
        ),
        # each stratum may go over: north 1 takes C-1 (2), south 1 takes A-2 (3); one is left,
        # and B-1 is the first that fits into it
        (
            rules(last_seat="exceed", strata=strata(("north", 1), ("south", 1))),
            "C-1 A-2 B-1",
            "B-2 A-1 C-2",
        ),
        # stop: in the south A-2 is too large, and nobody of the south overtakes
        (
            rules(last_seat="stop", strata=strata(("south", 2), ("north", 2), left="free")),
            "C-1",
            "B-2 A-2 B-1 A-1 C-2",
        ),
        # a stratum that nobody belongs to leaves its seats to all
        (rules(strata=strata(("east", 6))), "C-1 B-2 B-1 C-2", "A-2 A-1"),
        # accept, 6 seats: C-1 2, B-2 4, two left, A-2 has three: it is taken, and that is all
        (rules(last_seat="accept"), "C-1 B-2 A-2", "B-1 A-1 C-2"),
        # accept on a pool that comes out even takes nobody more (exceed would)
        (rules(last_seat="accept", quota=7), "C-1 B-2 A-2", "B-1 A-1 C-2"),
        (rules(last_seat="accept", quota=0), "", "C-1 B-2 A-2 B-1 A-1 C-2"),
        # 5 seats: C-1, B-2, one left: first who has one or two persons, and that is B-1
        (
            rules(last_seat="accept", quota=5, last_sizes=[[1, 2], [3]]),
            "C-1 B-2 B-1",
            "A-2 A-1 C-2",
        ),
        # nobody has four persons: then three, and that is A-2
        (
            rules(last_seat="accept", quota=5, last_sizes=[[4], [3], [1]]),
            "C-1 B-2 A-2",
            "B-1 A-1 C-2",
        ),
        # a quota of one: the first file stands, whatever its size
        (
            rules(last_seat="accept", quota=1, last_sizes=[[1], [2, 3]]),
            "C-1",
            "B-2 A-2 B-1 A-1 C-2",
        ),
        # no file has a size that is looked for: the pass ends, and the rest goes round as ever
        (
            rules(last_seat="accept", quota=5, last_sizes=[[7]]),
            "C-1 B-2 B-1",
            "A-2 A-1 C-2",
        ),
    ],
)
def test_draw_of_format_2_is_the_one_worked_by_hand(its_rules, selected, waiting):
    assert by_hand(its_rules) == (selected, waiting)


def test_what_stands_beside_the_draw_changes_no_outcome():
    plain = drawn(FILES, read_rules(rules(reserve=1).as_json() | {"reserve": 3}))

    assert drawn(FILES, rules(reserve=0, acceptance_days=7)) == plain


@given(st.integers(0, 2**32), seeds)
@settings(max_examples=150, deadline=None)
def test_engine_and_verifier_agree_on_random_rounds_of_format_2(dice, seed):
    chance = random.Random(dice)
    rows = rows_of(chance, chance.randint(0, 30), strata=STRATA)
    its_rules = random_newer_rules(chance, sum(row.size for row in rows))
    entries = entries_of(rows, by_strata=bool(its_rules.strata))

    assert by_plain_python(entries, its_rules, seed) == by_engine(entries, its_rules, seed)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_rules_of_format_2_are_read_as_they_were_written(dice):
    its_rules = random_newer_rules(random.Random(dice), 50)

    assert read_rules(its_rules.as_bytes()) == its_rules
    assert its_rules.format == 2


def test_rules_without_a_newer_key_stay_format_1_to_the_byte():
    text = (
        b'{"general":{"order":["tier","number"]},"last_seat":"skip","quota":4400,"shares":'
        b'[{"name":"elderly","order":["-age_days","number"],"seats":220,"when":"before"}]}'
    )

    assert read_rules(text).as_bytes() == text
    assert read_rules(text).format == 1


NORTH = {"name": "north", "quota": 2, "shares": []}


@pytest.mark.parametrize(
    ("bad", "error", "where"),
    [
        ({"format": 3, "reserve": 1}, RulesBadFormat, "format"),
        ({}, RulesBadFormat, "format"),  # nothing of format 2 is said
        ({"reserve": -1}, RulesBadNumber, "reserve"),
        ({"acceptance_days": 0}, RulesBadNumber, "acceptance_days"),
        ({"reserves": 1}, RulesUnknownKey, "reserves"),
        ({"last_seat": "accept", "last_sizes": []}, RulesBadSizes, "last_sizes"),
        ({"last_seat": "accept", "last_sizes": [[]]}, RulesBadSizes, "last_sizes[0]"),
        ({"last_seat": "accept", "last_sizes": [[1], [1]]}, RulesBadSizes, "last_sizes"),
        ({"last_seat": "accept", "last_sizes": [[0]]}, RulesBadNumber, "last_sizes[0]"),
        ({"last_sizes": [[1]]}, RulesBadSizes, "last_sizes"),  # without accept
        ({"strata": []}, RulesMissingKey, "strata.left"),
        ({"strata": {"left": "general", "parts": []}}, RulesBadChoice, "strata.parts"),
        ({"strata": {"left": "x", "parts": [NORTH]}}, RulesBadChoice, "strata.left"),
        (
            {"strata": {"left": "free", "parts": [NORTH, NORTH]}},
            RulesBadShareName,
            "strata.parts[1].name",
        ),
        (
            {"strata": {"left": "free", "parts": [NORTH | {"quota": 7}]}},
            RulesStrataExceedQuota,
            "strata",
        ),
        (
            {"strata": {"left": "free", "parts": [NORTH | {"quota": 1, "shares": [ELDERLY]}]}},
            RulesSharesExceedQuota,
            "strata.parts[0].shares",
        ),
        (
            {
                "shares": [ELDERLY],
                "strata": {"left": "free", "parts": [NORTH | {"shares": [ELDERLY]}]},
            },
            RulesBadShareName,
            "strata.parts[0].shares[0].name",
        ),
    ],
)
def test_rules_of_format_2_that_say_too_little_or_too_much_are_refused(bad, error, where):
    with pytest.raises(error) as refused:
        rules(**({"reserve": 1} | bad if bad else {}))

    assert refused.value.facts["where"] == where


def test_newer_keys_need_the_format_to_be_named():
    value = {k: v for k, v in rules(reserve=1).as_json().items() if k != "format"}

    with pytest.raises(RulesUnknownKey):
        read_rules(value)


def test_entries_of_strata_are_read_back_to_the_byte():
    text = entries_of(FILES, by_strata=True).as_csv()

    assert text.startswith(STRATA_HEADER)
    assert b"\nC-2,1,1,1,1,29999,elderly,\n" in text
    assert read_entries(text).as_csv() == text
    assert read_entries(text).in_stratum("south").tolist() == [False, True, True, *[False] * 3]


@pytest.mark.parametrize("stratum", ["a|b", 'a"b', "a,b", "a\tb"])
def test_a_stratum_that_the_file_cannot_hold_is_refused(stratum):
    with pytest.raises(BadEntry):
        entries_of([EntryRow("A", 1, 1, 1, 1, 0, (), stratum)], by_strata=True)
    if "," not in stratum:
        with pytest.raises(BadEntriesFile):
            read_entries(STRATA_HEADER + f"A,1,1,1,1,0,,{stratum}\n".encode())


def test_published_verifier_checks_a_proof_with_strata(tmp_path):
    verify = load_verify()
    its_rules = rules(
        last_seat="accept", last_sizes=[[1, 2], [3]], reserve=2, acceptance_days=7,
        strata=strata(("north", 3), ("south", 3)),
    )  # fmt: skip
    files = proof_files(
        entries_of(FILES, by_strata=True), its_rules, secrets=["a"], chance="6 6 1"
    )
    assert verify.verify(write_files(tmp_path, files)).startswith("6 files in the draw")

    moved = files["entries.csv"].replace(b",south\n", b",north\n", 1)
    with pytest.raises(verify.Differs):
        verify.verify(write_files(tmp_path, files | {"entries.csv": moved}))
