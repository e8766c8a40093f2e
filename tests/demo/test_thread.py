"""The whole thread by one command, on a workbook that nobody has seen before."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from demo.applicants import write_workbook

ROOT = Path(__file__).resolve().parents[2]
LEFT = {
    "refused.xlsx", "eligibility.json", "proof.zip", "placements.csv", "permits.csv",
    "bracelets.pdf", "bracelets.csv", "admissions.json", "summary.json",
}  # fmt: skip

pytestmark = pytest.mark.fault


def journey(applicants, folder):
    """Run the journey as `make journey` does and answer the folder that it leaves."""
    out = folder / "out"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "MASAR_URL", "MASAR_TOKEN")
    }
    done = subprocess.run(
        [sys.executable, "-m", "tools.journey", str(applicants), str(out)],
        cwd=ROOT,
        env=environment | {"RIFADA_VAR": str(folder / "var")},
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return out


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("journey")
    write_workbook(folder / "applicants.xlsx", files=260, seed=5, messy=0.08)
    return journey(folder / "applicants.xlsx", folder)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_that_was_promised_is_left(out):
    assert {path.name for path in out.iterdir()} == LEFT
    assert (out / "bracelets.pdf").read_bytes().startswith(b"%PDF")
    summary = json.loads((out / "summary.json").read_text())
    assert summary["steps"]["gates"]["seconds"] > 0
    assert summary["peak_memory_mib"]["journey"] < 1024


def test_a_stranger_verifies_the_draw_with_nothing_but_python(out, tmp_path):
    with zipfile.ZipFile(out / "proof.zip") as archive:
        archive.extractall(tmp_path)
    checked = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def test_each_step_hands_on_what_the_next_one_takes(out):
    eligibility = json.loads((out / "eligibility.json").read_text())
    with zipfile.ZipFile(out / "proof.zip") as archive:
        result = archive.read("result.csv").decode().splitlines()[1:]
    selected = [line for line in result if ",selected," in line]
    placed = rows(out / "placements.csv")
    permits, bracelets = rows(out / "permits.csv"), rows(out / "bracelets.csv")
    assert len(result) == eligibility["summary"]["eligible"]
    assert len(placed) == len(selected)
    assert 0 < len(permits) <= sum(int(row["seats"]) for row in placed)
    assert len(bracelets) == len(permits)
    assert len({row["credential"] for row in bracelets}) == len(bracelets)
    assert all(row["credential"].startswith("HM1:") for row in bracelets)


def test_every_gate_admits_the_right_ones_and_refuses_the_others(out):
    counts = json.loads((out / "admissions.json").read_text())["counts"]
    worn = len(rows(out / "bracelets.csv"))
    tried = min(100, worn)
    assert counts == {
        "own_camp": {"ok": worn},
        "other_camp": {"other_camp": worn},
        "twice": {"already_inside": worn},
        "forged": {"forged": tried},
        "revoked": {"revoked": tried},
    }
