"""Rounds for tests: strategies, a golden round worked by hand, and the files of a proof."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from django.db import connection

from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import Entries, EntryRow, entries_of
from mission.selection.rules.proof import with_readme
from mission.selection.rules.ruleset import Rules, read_rules
from mission.selection.rules.seed import (
    Committed,
    commitment_to,
    commitments_json,
    seed_json,
    seed_of,
    sha256_hex,
)

PROOF = Path(__file__).parents[2] / "mission/selection/templates/selection/proof"
ORDERS = (
    ["number"],
    ["tier", "number"],
    ["queue"],
    ["-age_days", "queue"],
    ["-tier", "-number"],
    ["age_days", "-queue"],
    ["tier"],
)
SHARES = ("elderly", "first", "كبار")


@contextmanager
def behind_the_program() -> Iterator[None]:
    """Let rows be changed that the database keeps, as its owner could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def load_verify() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify", PROOF / "verify.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_rows(chance: random.Random, count: int) -> list[EntryRow]:
    """Small ranges, so that equal tiers, ages and exact fits are frequent."""
    return [
        EntryRow(
            reference=f"{chance.choice('ACX')}-{number:03d}{chance.choice(('', '-', 'Z9'))}",
            size=chance.choice((1, 1, 2, 3, 6)),
            tier=chance.randint(1, 4),
            tickets=chance.choice((1, 1, 2, 5)),
            queue=chance.randint(1, 9),
            age_days=chance.choice((0, 7000, 7000, 24000, 33000)),
            shares=tuple(name for name in SHARES if chance.random() < 0.3),
        )
        for number in range(count)
    ]


def random_rules(chance: random.Random, persons: int) -> Rules:
    quota = chance.randint(0, persons + 3)
    left = quota
    shares = []
    for name in chance.sample(SHARES, chance.randint(0, len(SHARES))):
        seats = chance.randint(0, left)
        left -= seats
        when = chance.choice(("before", "after"))
        order = chance.choice(ORDERS)
        shares.append({"name": name, "order": order, "seats": seats, "when": when})
    return read_rules(
        {
            "general": {"order": chance.choice(ORDERS)},
            "last_seat": chance.choice(("skip", "stop", "exceed")),
            "quota": quota,
            "shares": shares,
        }
    )


def proof_files(entries: Entries, rules: Rules, *, secrets: list[str], chance: str) -> dict:
    """All files of a proof, written by the engine."""
    committed = [
        Committed(member=f"Member {i}", sha256=commitment_to(secret))
        for i, secret in enumerate(secrets, start=1)
    ]
    committed.insert(1, Committed("Absent", commitment_to("never said"), is_struck=True))
    files = {"entries.csv": entries.as_csv(), "rules.json": rules.as_bytes()}
    files["commitments.json"] = commitments_json(committed)
    seed = seed_of(
        entries_sha256=sha256_hex(files["entries.csv"]),
        rules_sha256=sha256_hex(files["rules.json"]),
        secrets=secrets,
        public_randomness=chance,
    )
    files["seed.json"] = seed_json(secrets=secrets, public_randomness=chance, seed=seed)
    files["result.csv"] = hold_draw(entries, rules, seed=seed).as_csv()
    template = (PROOF / "README.txt").read_text(encoding="utf-8")
    verifier = (PROOF / "verify.py").read_bytes()
    return with_readme(files, template=template, facts={"title": "1448"}, verifier=verifier)


def write_files(folder: Path, files: dict) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def sample_files(count: int = 60) -> dict:
    chance = random.Random(1448)
    entries = entries_of(random_rows(chance, count))
    rules = read_rules(
        json.dumps(
            {
                "general": {"order": ["tier", "number"]},
                "last_seat": "skip",
                "quota": 70,
                "shares": [
                    {
                        "name": "كبار",
                        "order": ["-age_days", "number"],
                        "seats": 9,
                        "when": "before",
                    },
                    {"name": "first", "order": ["queue"], "seats": 5, "when": "after"},
                ],
            }
        )
    )
    return proof_files(entries, rules, secrets=["سرّ", "two words"], chance="5 3 6 1")
