"""Promise: a supposed rule is judged, drawn and compared at once, on the real applicants.

``python -m benchmarks.bench_what_if [--files N]`` writes 50,000 files of invented applicants
(about 88,000 people), then asks the what-if room for another quota, another share and another
age, so that every file is judged twice and drawn by both. The floor reads the same people from
the database as bare rows and hashes and sorts their files twice; it judges nobody.
Needs a migrated database of its own: `make bench`, or DATABASE_URL.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
FILES, TIMES = 50_000, 5
MOST_SECONDS, WITHIN_FLOOR = 2.0, 5.0
YEAR, SEED = 1448, "9f2c" * 16


def made(files: int) -> Any:
    """Import invented applicants and open a round; answer it."""
    from benchmarks.bench_import_applications import opened_season, written
    from foundation.clock import now
    from foundation.scoping import Actor
    from mission.registration.services import import_applications, prepare_import
    from mission.selection import services

    by, season = Actor.system("bench_what_if"), opened_season()
    with TemporaryDirectory() as folder:
        book = Path(folder) / "applicants.xlsx"
        written(book, files)
        with book.open("rb") as file:
            run = prepare_import(source=file, name=book.name, season=season, by=by, at=now())
        import_applications(run=run, by=by, at=now())
    return services.open_round(season=season, by=by, at=now())


def floor(held: Any) -> None:
    """Read the people, and hash and sort their files, once for each of the two rules."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.reference, m.role, m.nationality, m.birth_date, m.passport_expires_date,"
            " m.is_fit, m.resident_since, m.last_hajj_year, p.sex, p.birth_date"
            " FROM registration_applicant m"
            " JOIN registration_application a ON a.id = m.application_id"
            " JOIN people_person p ON p.id = m.person_id WHERE a.season_id = %s",
            [held.season_id],
        )
        files = {row[0] for row in cursor.fetchall()}
    for _ in range(2):
        sorted(files, key=lambda one: hashlib.sha256(f"{SEED},{one},1".encode()).digest())


def supposed(held: Any) -> int:
    """Suppose another quota, a larger share and a lower age; answer the files compared."""
    from mission.selection import queries

    saved = queries.ruling_of(held)
    shares = tuple(replace(share, seats=2 * share.seats) for share in saved.rules.shares)
    supposed = queries.Ruling(
        rules=replace(saved.rules, quota=saved.rules.quota + 600, shares=shares),
        file_rules=saved.file_rules,
        values={**saved.values, "eligibility.others.lead_age_from": 40},
    )
    found = queries.suppose(held, supposed)
    if found is None:
        raise SystemExit("The import left no file.")
    print(f"  {found.compared.draws} simulated draws by each rules")
    return found.files


def timed(work: Callable[[Any], object], held: Any) -> float:
    """Answer the fewest seconds of a few times."""
    best = float("inf")
    for _ in range(TIMES):
        began = time.perf_counter()
        work(held)
        best = min(best, time.perf_counter() - began)
    return best


def main() -> int:
    """Print figures and ratios; answer 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=FILES)
    files = parser.parse_args().files
    django.setup()
    held = made(files)
    bare, ours = timed(floor, held), timed(supposed, held)
    print(f"{files:,} files")
    print(f"  read, hash and sort twice  {bare:6.2f} s")
    print(f"  what-if room               {ours:6.2f} s (goal: {MOST_SECONDS:g})")
    print(f"{ours / bare:.1f} times the floor (goal: at most {WITHIN_FLOOR:g})")
    return int(ours > MOST_SECONDS or ours > WITHIN_FLOOR * bare)


if __name__ == "__main__":
    sys.exit(main())
