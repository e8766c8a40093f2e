"""Three programs that share no line give the same winners: engine, SQL, and plain Python."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from mission.selection.rules.draw import hold_draw
from mission.selection.rules.entries import entries_of
from mission.selection.rules.ruleset import read_rules
from tests.selection import sql_engine
from tests.selection.rounds import (
    STRATA,
    load_verify,
    random_newer_rules,
    random_rows,
    random_rules,
)

pytestmark = pytest.mark.django_db


def by_engine(entries, rules, seed):
    return hold_draw(entries, rules, seed=seed).as_csv()


def by_sql(entries, rules, seed):
    connection.ensure_connection()
    return sql_engine.result_csv(connection.connection, entries, rules, seed=seed)


def by_plain_python(entries, rules, seed):
    """Answer what the published verifier expects of result.csv."""
    verify = load_verify()
    told = verify.read_rules(rules.as_bytes())
    files = verify.read_entries(entries.as_csv(), has_strata="strata" in told)
    for file in files:
        file["number"] = verify.number(seed, file)
    selected = verify.draw(files, told, told)
    waiting = verify.in_order(files, told["general"]["order"])
    lines = ["reference,outcome,place,share"]
    lines += [f"{e['reference']},selected,{i},{e['share']}" for i, e in enumerate(selected, 1)]
    lines += [f"{e['reference']},waiting,{i}," for i, e in enumerate(waiting, 1)]
    return "".join(f"{line}\n" for line in lines).encode()


def all_agree(entries, rules, seed):
    ours = by_engine(entries, rules, seed)
    assert by_plain_python(entries, rules, seed) == ours
    assert by_sql(entries, rules, seed) == ours


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_three_engines_agree_on_small_rounds_of_every_kind(start):
    for number in range(start, start + 20):
        chance = random.Random(number)
        entries = entries_of(random_rows(chance, chance.randint(0, 40)))
        all_agree(
            entries, random_rules(chance, entries.persons), f"{chance.getrandbits(256):064x}"
        )


def test_three_engines_agree_on_a_season_with_three_shares():
    chance = random.Random(1448)
    entries = entries_of(random_rows(chance, 4_000))
    quota = entries.persons // 3
    shares = [
        {"name": "elderly", "order": ["-age_days", "number"], "seats": quota // 20},
        {"name": "first", "order": ["number"], "seats": quota // 10},
        {"name": "كبار", "order": ["queue"], "seats": quota // 10},
    ]
    when = ("before", "after", "before")
    told = [share | {"when": moment} for share, moment in zip(shares, when, strict=True)]
    general = {"order": ["tier", "number"]}
    for last_seat in ("skip", "stop", "exceed"):
        rules = {"general": general, "last_seat": last_seat, "quota": quota, "shares": told}
        all_agree(entries, read_rules(rules), f"{chance.getrandbits(256):064x}")


@pytest.mark.parametrize("start", range(0, 120, 40))
def test_three_engines_agree_on_small_rounds_of_format_2(start):
    for number in range(start, start + 40):
        chance = random.Random(f"format 2, {number}")
        rows = random_rows(chance, chance.randint(0, 40), strata=STRATA)
        persons = sum(row.size for row in rows)
        its_rules = random_newer_rules(chance, persons)
        entries = entries_of(rows, by_strata=bool(its_rules.strata))
        all_agree(entries, its_rules, f"{chance.getrandbits(256):064x}")
