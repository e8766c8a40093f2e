"""The verifier in the browser says of every proof what verify.py says."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mission.selection.rules.entries import entries_of
from mission.selection.rules.proof import packed, with_readme
from mission.selection.rules.ruleset import read_rules
from tests.selection.rounds import (
    STRATA,
    load_verify,
    proof_files,
    random_newer_rules,
    random_rows,
    random_rules,
    sample_files,
    write_files,
)
from tests.selection.test_linking import TAMPERED as TAMPERED_LINKED
from tests.selection.test_linking import random_proof, sample, sealed
from tests.selection.test_rules_proof import TAMPERED, swap

ROOT = Path(__file__).parents[2]
verify = load_verify()


def by_python(folder, files):
    """What verify.py says of the files."""
    for old in folder.glob("*"):
        old.unlink()
    try:
        return f"RIGHT: {verify.verify(write_files(folder, files))}"
    except verify.Differs as difference:
        return f"NOT RIGHT: {difference}"


def random_proofs():
    """Proofs of 200 random rounds by the first rules, and of 200 by newer ones."""
    chance = random.Random(20270514)
    for number in range(400):
        is_newer = number >= 200
        strata = STRATA if is_newer else ("",)
        rows = random_rows(chance, chance.randint(0, 25), strata=strata)
        persons = sum(row.size for row in rows)
        rules = (random_newer_rules if is_newer else random_rules)(chance, persons)
        entries = entries_of(rows, by_strata=bool(rules.strata))
        title = f"random {'newer' if is_newer else 'first'} {number}"
        yield (
            title,
            proof_files(entries, rules, secrets=["a", "سرّ"], chance=str(chance.random())),
        )


def newer_sample():
    """A round of 60 files with strata, a share in one of them, and a last seat by size."""
    chance = random.Random(1448)
    elderly = {"name": "كبار", "order": ["-age_days", "number"], "seats": 9, "when": "before"}
    parts = [
        {"name": "north", "quota": 30, "shares": [elderly]},
        {"name": "الغرب", "quota": 21, "shares": []},
    ]
    rules = {
        "acceptance_days": 7,
        "format": 2,
        "general": {"order": ["tier", "number"]},
        "last_seat": "accept",
        "last_sizes": [[2, 3], [1]],
        "quota": 70,
        "reserve": 12,
        "shares": [
            {"name": "first", "order": ["queue"], "seats": 5, "when": "after"},
        ],
        "strata": {"left": "general", "parts": parts},
    }
    entries = entries_of(random_rows(chance, 60, strata=STRATA), by_strata=True)
    return proof_files(entries, read_rules(rules), secrets=["سرّ", "two words"], chance="5 3")


def another_stratum(data):
    return swap(data, b",north\n", b",south\n")


def sealed_again(files, name, change):
    """The files with one of them changed, and a README that states the hash it has now."""
    changed = files | {name: change(files[name])}
    keys = ("entries.csv", "rules.json", "commitments.json", "seed.json", "result.csv")
    told = {key: changed[key] for key in keys}
    programs = {"verify.py": changed["verify.py"]}
    return with_readme(told, template="", facts={}, programs=programs)


# The name of a file, and what is changed in it, of a proof by newer rules.
TAMPERED_NEWER = {
    "newer: a stratum": ("entries.csv", another_stratum),
    "newer: no stratum": ("entries.csv", lambda d: swap(d, b",north\n", b",\n")),
    "newer: a column gone": (
        "entries.csv",
        lambda d: re.sub(rb",[^,\n]*\n", b"\n", d),
    ),
    "newer: a quote in a stratum": (
        "entries.csv",
        lambda d: swap(d, b",north\n", b',nor"th\n'),
    ),
    "newer: another quota of a part": ("rules.json", lambda d: swap(d, b":30,", b":29,")),
    "newer: free instead of general": (
        "rules.json",
        lambda d: swap(d, b'"left":"general"', b'"left":"free"'),
    ),
    "newer: other last sizes": (
        "rules.json",
        lambda d: swap(d, b"[[2,3],[1]]", b"[[1],[2,3]]"),
    ),
    "newer: exceed instead of accept": (
        "rules.json",
        lambda d: swap(d, b'"accept"', b'"exceed"'),
    ),
    "newer: no format": ("rules.json", lambda d: swap(d, b'"format":2,', b"")),
    "newer: format 3": ("rules.json", lambda d: swap(d, b'"format":2', b'"format":3')),
    "newer: another reserve": ("rules.json", lambda d: swap(d, b":12,", b":13,")),
    "newer: a name of a part twice": (
        "rules.json",
        lambda d: swap(d, "الغرب".encode(), b"north"),
    ),
    "newer: a secret": ("seed.json", lambda d: swap(d, b"two words", b"two wordz")),
    "newer: a share in the result": (
        "result.csv",
        lambda d: swap(d, ",كبار\n".encode(), b",first\n"),
    ),
    "newer: a winner moved": ("result.csv", lambda d: swap(d, b"selected,1,", b"waiting,1,")),
    "newer: cut short": ("result.csv", lambda d: b"\n".join(d.split(b"\n")[:-2]) + b"\n"),
}


def linked_proofs():
    """Proofs of rounds with families, and one of them that was tampered with."""
    chance, linked = random.Random(20270514), sample()
    for number in range(100):
        proof = random_proof(chance, newer=bool(number % 2))
        if "linked.csv" in proof:
            yield f"random linked {number}", proof
    for title, (name, change) in TAMPERED_LINKED.items():
        changed = linked | {name: change(linked[name])}
        yield f"linked: {title}", changed
        yield f"linked: {title}, sealed", sealed(changed)
    yield "missing linked.csv", {key: linked[key] for key in linked if key != "linked.csv"}


def tampered_proofs():
    sample, newer = sample_files(), newer_sample()
    yield "newer sample", newer
    for title, (name, change, *_) in TAMPERED.items():
        yield title, sample | {name: change(sample[name])}
    for title, (name, change) in TAMPERED_NEWER.items():
        yield title, newer | {name: change(newer[name])}
        yield f"{title}, sealed", sealed_again(newer, name, change)
    for name in sample:
        yield f"missing {name}", {key: data for key, data in sample.items() if key != name}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """What both say: of random rounds, and of two that were tampered with in every way."""
    proofs = dict([*random_proofs(), *tampered_proofs(), *linked_proofs()])
    zips, folder = tmp_path_factory.mktemp("zips"), tmp_path_factory.mktemp("files")
    python, files = {}, {}
    for number, (title, given) in enumerate(proofs.items()):
        (zips / f"{number:04}.zip").write_bytes(packed(given))
        python[title], files[title] = by_python(folder, given), f"{number:04}.zip"
    node = Path(sys.prefix) / "bin" / "node"
    done = subprocess.run(
        [node, "frontend/verifier/verdicts.mjs", str(zips)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    return {title: (python[title], told[files[title]]) for title in proofs}


@pytest.mark.parametrize("kind", ["first", "newer"])
def test_random_rounds_are_right_with_the_same_seed_and_counts(verdicts, kind):
    found = [said for title, said in verdicts.items() if title.startswith(f"random {kind}")]

    assert len(found) == 200
    assert all(python == browser for python, browser in found)
    assert all(python.startswith("RIGHT:") for python, _ in found)


def test_rounds_with_families_are_right_for_both(verdicts):
    found = [said for title, said in verdicts.items() if title.startswith("random linked")]

    assert len(found) > 60
    assert all(python == browser for python, browser in found)
    assert all(python.startswith("RIGHT:") for python, _ in found)


@pytest.mark.parametrize("title", TAMPERED_LINKED)
def test_every_tampering_with_families_is_found_at_the_same_line(verdicts, title):
    for said in (f"linked: {title}", f"linked: {title}, sealed"):
        python, browser = verdicts[said]
        assert python.startswith("NOT RIGHT:")
        assert place(browser) == place(python)


def test_the_round_by_newer_rules_is_right_before_it_is_tampered_with(verdicts):
    python, browser = verdicts["newer sample"]

    assert python.startswith("RIGHT: 60 files")
    assert browser == python


@pytest.mark.parametrize("title", [*TAMPERED, *TAMPERED_NEWER])
def test_every_tampering_is_found_at_the_same_line(verdicts, title):
    python, browser = verdicts[title]

    assert python.startswith("NOT RIGHT:")
    assert place(browser) == place(python)


@pytest.mark.parametrize("title", TAMPERED_NEWER)
def test_tampering_that_changes_the_readme_too_is_found_at_the_same_line(verdicts, title):
    """The hashes of the README are right again, so that the draw itself has to tell."""
    python, browser = verdicts[f"{title}, sealed"]

    assert python.startswith("NOT RIGHT:")
    assert place(browser) == place(python)


@pytest.mark.parametrize(
    "name", ["entries.csv", "rules.json", "result.csv", "verify.py", "linked.csv"]
)
def test_a_missing_file_is_named(verdicts, name):
    assert verdicts[f"missing {name}"][1] == f"NOT RIGHT: {name} is missing"


def place(verdict):
    """The file and line that a verdict names, or the file that it calls changed."""
    found = re.match(r"NOT RIGHT: ([\w. ]+?)(, line \d+| was changed| is missing)", verdict)
    return found.groups() if found else verdict
