"""Linked files: a row stands for a family, gains nothing by it, and can be checked."""

import random
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import EntryRow, entries_of
from mission.selection.rules.linking import LINKED, fill_urn, linked_csv, row_of
from mission.selection.rules.proof import with_readme
from mission.selection.rules.ruleset import read_rules
from tests.selection.rounds import (
    STRATA,
    load_verify,
    proof_files,
    random_newer_rules,
    random_rows,
    random_rules,
    shipped,
    write_files,
)

verify = load_verify()
PLAIN = {"general": {"order": ["number"]}, "last_seat": "skip", "quota": 9, "shares": []}


def share(name, order, when="before"):
    return {"name": name, "order": order, "seats": 2, "when": when}


def file(reference, size=1, tier=1, tickets=1, queue=1, age_days=20_000, shares=(), stratum=""):
    return EntryRow(reference, size, tier, tickets, queue, age_days, tuple(shares), stratum)


def random_urn(chance, *, newer=False, files=25):
    """Files of which some stand in families, and rules."""
    rows = random_rows(chance, chance.randint(0, files), strata=STRATA if newer else ("",))
    persons = sum(row.size for row in rows)
    rules = (random_newer_rules if newer else random_rules)(chance, persons)
    families = {row.reference: chance.randrange(5) for row in rows if chance.random() < 0.5}
    return fill_urn(rows, families, rules), rules


def random_proof(chance, *, newer=False, files=25):
    urn, rules = random_urn(chance, newer=newer, files=files)
    by_strata = bool(rules.strata)
    return proof_files(
        entries_of(urn.rows, by_strata=by_strata),
        rules,
        secrets=["a", "سرّ"],
        chance=str(chance.random()),
        linked=linked_csv(urn.linked, by_strata=by_strata),
    )


def test_a_row_has_all_the_seats_and_the_worst_of_each_column():
    rules = read_rules(PLAIN | {"general": {"order": ["tier", "-age_days", "queue", "number"]}})
    files = [
        file("AA", 2, tier=1, tickets=4, queue=9, age_days=100, shares=("a", "b")),
        file("BB", 3, tier=3, tickets=2, queue=5, age_days=900, shares=("b",)),
    ]
    row = row_of(files, rules).row
    assert row == file("BB" + LINKED, 5, 3, 2, 9, 100, ("b",))


def test_a_share_that_looks_the_other_way_is_nobodys_when_the_files_differ():
    shares = [share("old", ["-age_days"]), share("young", ["age_days"], "after")]
    rules = read_rules(PLAIN | {"shares": shares})
    both = ("old", "young")
    one, other = file("A", age_days=10, shares=both), file("B", age_days=20, shares=both)
    assert row_of([one, other], rules).row.shares == ("old",)
    assert row_of([one, other], rules).row.age_days == 10
    alike = file("B", age_days=10, shares=both)
    assert row_of([one, alike], rules).row.shares == both


def test_more_tickets_are_worse_where_the_largest_number_comes_first():
    rules = read_rules(PLAIN | {"general": {"order": ["-number"]}})
    assert row_of([file("A", tickets=1), file("B", tickets=5)], rules).row.tickets == 5


def test_files_of_different_strata_are_not_linked():
    parts = [{"name": name, "quota": 3, "shares": []} for name in ("north", "south")]
    rules = read_rules(PLAIN | {"format": 2, "strata": {"left": "general", "parts": parts}})
    files = [file("A", stratum="north"), file("B", stratum="south"), file("C", stratum="north")]
    urn = fill_urn(files, dict.fromkeys("ABC", 1), rules)
    assert [one.reference for one in urn.alone] == ["B"]
    assert [[each.reference for each in one.files] for one in urn.linked] == [["A", "C"]]


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0))
def test_nobody_gains_by_being_linked(seed):
    """In every pool that a row may use, each of its files may stand there too and is looked at
    no later by what the order asks; its numbers are of no more tickets than help."""
    urn, rules = random_urn(random.Random(seed), newer=bool(seed % 2))
    pools = [("", rules.general), *((one.name, one.order) for one in rules.every_share)]
    for one in urn.linked:
        assert one.row.size == sum(each.size for each in one.files)
        assert not rules.strata or {each.stratum for each in one.files} == {one.row.stratum}
        for each in one.files:
            assert each.reference < one.row.reference
            assert set(one.row.shares) <= set(each.shares)
            for name, order in pools:
                if not name or name in one.row.shares:
                    assert_no_sooner(one.row, each, order)


def assert_no_sooner(row, each, order):
    for key in order:
        column = key.removeprefix("-").replace("number", "tickets")
        of_row, of_file = getattr(row, column), getattr(each, column)
        is_smaller_better = (key[0] != "-") != (column == "tickets")
        assert of_row >= of_file if is_smaller_better else of_row <= of_file


def test_linked_files_are_selected_no_more_often_than_the_luckless_of_them_alone():
    """A pair of 2 and 3 tickets, drawn together or each alone, in thousands of draws."""
    others = [file(f"X{place:02}", tickets=2) for place in range(12)]
    pair = [file("P1", tickets=3), file("P2", tickets=2)]
    rules = read_rules(PLAIN | {"quota": 5})
    draws = 3_000
    apart = count_selected(entries_of([*others, *pair]), rules, "P2", draws)
    row = row_of(pair, rules).row
    together = count_selected(entries_of([*others, row]), rules, row.reference, draws)
    assert together < apart + 3 * (draws * 0.25) ** 0.5


def count_selected(entries, rules, reference, draws):
    place = entries.reference.tolist().index(reference.encode())
    return sum(
        place in hold_draw(entries, rules, seed=f"{number:064x}").seated.selected
        for number in range(draws)
    )


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=0))
def test_a_draw_takes_all_files_of_a_family_or_none_and_no_seat_twice(seed):
    urn, rules = random_urn(random.Random(seed), newer=bool(seed % 2))
    drawn = hold_draw(
        entries_of(urn.rows, by_strata=bool(rules.strata)), rules, seed=f"{seed:064x}"[-64:]
    )
    files = {row.reference: (row,) for row in urn.alone}
    files |= {one.row.reference: one.files for one in urn.linked}
    outcomes = {}
    for line in drawn.rows():
        for each in files[line.reference]:
            assert each.reference not in outcomes
            outcomes[each.reference] = line.outcome
    assert len(outcomes) == urn.files
    taken = sum(
        each.size
        for row in files.values()
        for each in row
        if outcomes[each.reference] == "selected"
    )
    assert taken == drawn.persons
    if rules.last_seat in ("skip", "stop"):
        assert taken <= rules.quota
    for one in urn.linked:
        assert len({outcomes[each.reference] for each in one.files}) == 1


def test_the_verifier_agrees_on_hundreds_of_random_rounds_with_families(tmp_path):
    chance = random.Random(20270514)
    seen = 0
    for number in range(300):
        files = random_proof(chance, newer=bool(number % 2))
        seen += "linked.csv" in files
        for old in tmp_path.glob("*"):
            old.unlink()
        verify.verify(write_files(tmp_path, files))
    assert seen > 200


def sample(seed=7):
    """A proof with families, of which one has two files."""
    return random_proof(random.Random(seed), files=60)


def drop_last(data):
    return b"\n".join(data.split(b"\n")[:-2]) + b"\n"


def other_row(data):
    return re.sub(rb",[^,\n]*-LINKED\n$", b",A-LINKED\n", data)


TAMPERED = {
    "a file gone": ("linked.csv", drop_last),
    "a file of another row": ("linked.csv", other_row),
    "a header": ("linked.csv", lambda d: d.replace(b",row\n", b",rows\n", 1)),
    "no last line feed": ("linked.csv", lambda d: d[:-1]),
    "a size": ("linked.csv", lambda d: re.sub(rb"\n([^,\n]+),\d+", rb"\n\1,9", d, count=1)),
    "a tier of a row": (
        "entries.csv",
        lambda d: re.sub(rb"(-LINKED,\d+),\d+", rb"\1,9", d, count=1),
    ),
    "a row made a file": ("entries.csv", lambda d: d.replace(b"-LINKED", b"-LINKEE", 1)),
    "two lines exchanged": (
        "linked.csv",
        lambda d: b"\n".join([*d.split(b"\n")[:1], *d.split(b"\n")[2:0:-1],
                              *d.split(b"\n")[3:]]),
    ),
}  # fmt: skip


def sealed(files):
    """The files with a README that states the hashes that they have now."""
    programs = shipped("verify.py", "verify_linked.py")
    told = {name: data for name, data in files.items() if name not in (*programs, "README.txt")}
    return with_readme(told, template="", facts={}, programs=programs)


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize("case", TAMPERED)
def test_what_was_done_to_families_is_found(tmp_path, case, is_sealed):
    name, change = TAMPERED[case]
    files = sample()
    assert change(files[name]) != files[name]
    files[name] = change(files[name])
    with pytest.raises(verify.Differs, match=r"^(linked|entries)\.csv"):
        verify.verify(write_files(tmp_path, sealed(files) if is_sealed else files))


def test_a_proof_cannot_lose_its_families(tmp_path):
    files = sample()
    gone = {name: data for name, data in files.items() if "linked" not in name}
    with pytest.raises(verify.Differs, match=r"linked\.csv is missing"):
        verify.verify(write_files(tmp_path / "a", gone))
    with pytest.raises(verify.Differs):
        verify.verify(write_files(tmp_path / "b", sealed(gone)))


def test_a_proof_without_families_cannot_be_given_any(tmp_path):
    chance = random.Random(3)
    entries = entries_of(random_rows(chance, 20))
    files = proof_files(entries, read_rules(PLAIN), secrets=["x"], chance="1")
    files["linked.csv"] = sample()["linked.csv"]
    with pytest.raises(verify.Differs):
        verify.verify(write_files(tmp_path, files))


def test_the_programs_of_a_proof_run_alone(tmp_path):
    write_files(tmp_path, sample())
    for program in ("verify.py", "verify_linked.py"):
        run = subprocess.run(
            [sys.executable, "-I", program], cwd=tmp_path, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout + run.stderr
        assert run.stdout.startswith("RIGHT")
