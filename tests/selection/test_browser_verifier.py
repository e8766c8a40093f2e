"""The verifier in the browser says of every proof what verify.py says."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mission.selection.rules.entries import entries_of
from mission.selection.rules.proof import packed
from tests.selection.rounds import (
    load_verify,
    proof_files,
    random_rows,
    random_rules,
    sample_files,
    write_files,
)
from tests.selection.test_rules_proof import TAMPERED

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


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """What both say: of 200 random rounds, and of one that was tampered with in every way."""
    chance, sample = random.Random(20270514), sample_files()
    proofs = {}
    for number in range(200):
        rows = random_rows(chance, chance.randint(0, 25))
        rules = random_rules(chance, sum(row.size for row in rows))
        proofs[f"random {number}"] = proof_files(
            entries_of(rows), rules, secrets=["a", "سرّ"], chance=str(chance.random())
        )
    for title, (name, change, *_) in TAMPERED.items():
        proofs[title] = sample | {name: change(sample[name])}
    for name in sample:
        proofs[f"missing {name}"] = {key: data for key, data in sample.items() if key != name}
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


def test_random_rounds_are_right_with_the_same_seed_and_counts(verdicts):
    found = [said for title, said in verdicts.items() if title.startswith("random")]

    assert len(found) == 200
    assert all(python == browser for python, browser in found)
    assert all(python.startswith("RIGHT:") for python, _ in found)


@pytest.mark.parametrize("title", TAMPERED)
def test_every_tampering_is_found_at_the_same_line(verdicts, title):
    python, browser = verdicts[title]

    assert python.startswith("NOT RIGHT:")
    assert place(browser) == place(python)


@pytest.mark.parametrize("name", ["entries.csv", "rules.json", "result.csv", "verify.py"])
def test_a_missing_file_is_named(verdicts, name):
    assert verdicts[f"missing {name}"][1] == f"NOT RIGHT: {name} is missing"


def place(verdict):
    """The file and line that a verdict names, or the file that it calls changed."""
    found = re.match(r"NOT RIGHT: ([\w. ]+?)(, line \d+| was changed| is missing)", verdict)
    return found.groups() if found else verdict
