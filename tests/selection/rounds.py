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
STRATA = ("", "north", "south", "الغرب")


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


def random_rows(chance: random.Random, count: int, *, strata=("",)) -> list[EntryRow]:
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
            stratum=strata[0] if len(strata) == 1 else chance.choice(strata),
        )
        for number in range(count)
    ]


def random_rules(chance: random.Random, persons: int) -> Rules:
    quota = chance.randint(0, persons + 3)
    return read_rules(
        {
            "general": {"order": chance.choice(ORDERS)},
            "last_seat": chance.choice(("skip", "stop", "exceed")),
            "quota": quota,
            "shares": random_shares(chance, SHARES, quota)[0],
        }
    )


def random_newer_rules(chance: random.Random, persons: int) -> Rules:
    """Rules of format 2: some with strata, some that accept above the quota, some with both."""
    quota = chance.randint(0, persons + 3)
    names = chance.sample(SHARES, len(SHARES))
    shares, left = random_shares(chance, names[:1], quota)
    value = {
        "format": 2,
        "general": {"order": chance.choice(ORDERS)},
        "last_seat": chance.choice(("skip", "stop", "exceed", "accept", "accept")),
        "quota": quota,
        "reserve": chance.randint(0, 9),
        "shares": shares,
    }
    if value["last_seat"] == "accept" and chance.random() < 0.7:
        value["last_sizes"] = chance.choice(([[1, 2], [3]], [[2]], [[6], [1, 3], [2]]))
    if chance.random() < 0.7:
        parts = []
        for name in chance.sample(STRATA[1:], chance.randint(1, 3)):
            seats = chance.randint(0, left)
            left -= seats
            inner, _ = random_shares(chance, names[1:], seats)
            parts.append({"name": name, "quota": seats, "shares": inner})
        value["strata"] = {"left": chance.choice(("general", "free")), "parts": parts}
    return read_rules(value)


def random_shares(chance: random.Random, names, left: int) -> tuple[list[dict], int]:
    """Answer shares of some of these names, and how many seats are left."""
    shares = []
    for name in chance.sample(list(names), chance.randint(0, len(names))):
        seats = chance.randint(0, left)
        left -= seats
        when = chance.choice(("before", "after"))
        order = chance.choice(ORDERS)
        shares.append({"name": name, "order": order, "seats": seats, "when": when})
    return shares, left


def shipped(*names: str) -> dict[str, bytes]:
    """The programs that a proof holds, by name."""
    return {name: (PROOF / name).read_bytes() for name in names}


def proof_files(
    entries: Entries, rules: Rules, *, secrets: list[str], chance: str, linked: bytes = b""
) -> dict:
    """All files of a proof, written by the engine."""
    committed = [
        Committed(member=f"Member {i}", sha256=commitment_to(secret))
        for i, secret in enumerate(secrets, start=1)
    ]
    committed.insert(1, Committed("Absent", commitment_to("never said"), is_struck=True))
    files = {"entries.csv": entries.as_csv(), "rules.json": rules.as_bytes()}
    if linked:
        files["linked.csv"] = linked
    files["commitments.json"] = commitments_json(committed)
    seed = seed_of(
        entries_sha256=sha256_hex(files["entries.csv"]),
        rules_sha256=sha256_hex(files["rules.json"]),
        linked_sha256=sha256_hex(linked) if linked else "",
        secrets=secrets,
        public_randomness=chance,
    )
    files["seed.json"] = seed_json(secrets=secrets, public_randomness=chance, seed=seed)
    files["result.csv"] = hold_draw(entries, rules, seed=seed).as_csv()
    template = (PROOF / "README.txt").read_text(encoding="utf-8")
    names = ["verify.py", "verify_linked.py"] if linked else ["verify.py"]
    return with_readme(
        files, template=template, facts={"title": "1448"}, programs=shipped(*names)
    )


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
