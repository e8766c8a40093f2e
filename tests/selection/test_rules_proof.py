"""The stand-alone verifier against the engine, and against every kind of tampering."""

import io
import random
import re
import subprocess
import sys
import zipfile

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

verify = load_verify()


def run_alone(folder):
    return subprocess.run(
        [sys.executable, "-I", "verify.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_verifier_agrees_with_engine_on_a_thousand_random_rounds(tmp_path):
    chance = random.Random(20270514)
    seen = set()
    for _ in range(1000):
        rows = random_rows(chance, chance.randint(0, 25))
        chance.shuffle(rows)
        rules = random_rules(chance, sum(row.size for row in rows))
        files = proof_files(entries_of(rows), rules, secrets=["a"], chance=str(chance.random()))
        verify.verify(write_files(tmp_path, files))
        seen.add((rules.last_seat, frozenset(share.when for share in rules.shares)))
    assert len(seen) == 3 * 4, "all last-seat rules with all kinds of shares were met"


@pytest.mark.parametrize("number", range(5))
def test_verifier_alone_finds_the_files_right(tmp_path, number):
    chance = random.Random(number)
    rows = random_rows(chance, 40)
    rules = random_rules(chance, sum(row.size for row in rows))
    write_files(tmp_path, proof_files(entries_of(rows), rules, secrets=["x", "ي"], chance="7"))

    run = run_alone(tmp_path)

    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.startswith("RIGHT: 40 files")


def swap(data, old, new):
    assert data.count(old) >= 1
    return data.replace(old, new, 1)


TAMPERED = {
    "entries: a size": ("entries.csv", lambda d: swap(d, b",6,", b",1,"), "entries.csv"),
    "entries: a line gone": (
        "entries.csv",
        lambda d: b"\n".join(d.split(b"\n")[:3] + d.split(b"\n")[4:]),
        "entries.csv",
    ),
    "entries: two lines exchanged": (
        "entries.csv",
        lambda d: b"\n".join(
            [*d.split(b"\n")[:1], *d.split(b"\n")[3:1:-1], *d.split(b"\n")[4:]]
        ),
        "entries.csv, line 3",
    ),
    "entries: a carriage return": (
        "entries.csv",
        lambda d: d.replace(b"\n", b"\r\n"),
        "entries.csv, line 1",
    ),
    "entries: no last line feed": ("entries.csv", lambda d: d[:-1], "entries.csv, line 61"),
    "entries: no number": (
        "entries.csv",
        lambda d: swap(d, b",7000,", b",7e3,"),
        "entries.csv, line",
    ),
    "rules: more seats": ("rules.json", lambda d: swap(d, b"70", b"71"), "rules.json"),
    "rules: a space": ("rules.json", lambda d: swap(d, b":", b": "), "rules.json, line 1"),
    "rules: another last seat": (
        "rules.json",
        lambda d: swap(d, b"skip", b"stop"),
        "rules.json",
    ),
    "commitments: a name": (
        "commitments.json",
        lambda d: swap(d, b"Member 2", b"Member 3"),
        "commitments.json",
    ),
    "commitments: not struck": (
        "commitments.json",
        lambda d: swap(d, b',"struck":true', b""),
        "commitments.json",
    ),
    "seed: a secret": ("seed.json", lambda d: swap(d, b"two words", b"two wordz"), "seed.json"),
    "seed: chance": ("seed.json", lambda d: swap(d, b"5 3 6 1", b"5 3 6 2"), "seed.json"),
    "seed: no JSON": ("seed.json", lambda d: d[:-1], "seed.json"),
    "result: another place": (
        "result.csv",
        lambda d: swap(d, b",2,", b",3,"),
        "result.csv, line 3",
    ),
    "result: a winner moved": (
        "result.csv",
        lambda d: swap(d, b"selected,1,", b"waiting,1,"),
        "result.csv, line 2",
    ),
    "result: cut short": (
        "result.csv",
        lambda d: b"\n".join(d.split(b"\n")[:-2]) + b"\n",
        "result.csv, line 61",
    ),
    "result: one too many": (
        "result.csv",
        lambda d: d + b"X,waiting,99,\n",
        "result.csv, line 62",
    ),
    "entries: a carriage return in one line": (
        "entries.csv",
        lambda d: swap(d, b",\n", b",\r\n"),
        "entries.csv, line",
    ),
    "seed: a space": ("seed.json", lambda d: d + b" ", "seed.json"),
    "seed: capitals": (
        "seed.json",
        lambda d: re.sub(rb"[0-9a-f]{64}", lambda found: found[0].upper(), d),
        "seed.json",
    ),
    "result: a line that says no line": (
        "result.csv",
        lambda d: d + b"no line\n",
        "result.csv, line 62",
    ),
    "readme: another hash": (
        "README.txt",
        lambda d: d.replace(b"entries.csv      ", b"entries.csv      0"),
        "README.txt, line",
    ),
    "readme: a word": ("README.txt", lambda d: swap(d, b"anyone", b"no one"), "README.txt"),
    "readme: carriage returns": (
        "README.txt",
        lambda d: d.replace(b"\n", b"\r\n"),
        "README.txt, line",
    ),
    "readme: empty": ("README.txt", lambda d: b"", "README.txt, line 1"),
    "verifier: a comment": (
        "verify.py",
        lambda d: d + b"# as good as new\n",
        "verify.py",
    ),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_verifier_names_what_was_tampered_with(tmp_path, case):
    name, change, named = TAMPERED[case]
    files = sample_files()
    files[name] = change(files[name])
    write_files(tmp_path, files)

    run = run_alone(tmp_path)

    assert run.returncode == 1, run.stdout
    assert run.stdout.startswith("NOT RIGHT: ")
    assert named in run.stdout
    assert run.stderr == ""


@pytest.mark.parametrize(
    "name",
    [
        "entries.csv", "rules.json", "commitments.json", "seed.json", "result.csv",
        "README.txt",
    ],
)  # fmt: skip
def test_verifier_names_a_missing_file(tmp_path, name):
    files = sample_files()
    del files[name]

    run = run_alone(write_files(tmp_path, files))

    assert (run.returncode, run.stdout) == (1, f"NOT RIGHT: {name} is missing\n")


def test_no_byte_of_any_file_can_be_edited(tmp_path):
    files = sample_files(count=8)
    chance = random.Random(1)
    for name, data in files.items():
        folder = write_files(tmp_path / name, files)
        for place in chance.sample(range(len(data)), 60):
            edited = bytearray(data)
            edited[place] ^= chance.choice((1, 2, 32, 128))
            (folder / name).write_bytes(edited)
            with pytest.raises(verify.Differs):
                verify.verify(folder)


def test_verifier_does_not_mind_more_files_beside_it(tmp_path):
    files = sample_files() | {"promotions.csv": b"line,at,event,reference,size,share,sha256\n"}

    assert run_alone(write_files(tmp_path, files)).returncode == 0


def test_zip_is_the_same_bytes_each_time():
    files = sample_files()

    archive = zipfile.ZipFile(io.BytesIO(packed(files)))

    assert packed(files) == packed(dict(files))
    assert archive.namelist() == list(files)
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_verifier_stays_short_and_shares_nothing():
    text = sample_files()["verify.py"].decode()

    assert len(text.splitlines()) < 200
    assert "mission" not in text.replace("Hajj mission", "")
    imports = {line for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert {line.split()[1] for line in imports} <= {
        "hashlib",
        "itertools",
        "json",
        "pathlib",
        "re",
        "runpy",
        "sys",
        "typing",
    }
