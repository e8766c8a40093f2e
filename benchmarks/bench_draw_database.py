"""Promise: a nation's draw is held and proven from the database in a minute and a half.

``python -m benchmarks.bench_draw_database [--files N]`` writes the frozen round of 2.4 million
files (five million people) with three reserved shares, then lets the services hold the draw
and publish it: read the files, compare their hash with the one that was made public, draw,
write every outcome, compare it with what was computed, and write the proof. ``verify.py``
recomputes that proof. The floor takes the same rows out by COPY, hashes one ticket a file,
sorts, and puts as many rows into a bare table by COPY. Each way runs in a process of its own,
whose peak memory is measured; PostgreSQL's own is not part of it.
Needs a migrated database of its own: `make bench`, or DATABASE_URL.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

from benchmarks.alone import alone

FILES, SMALL = 2_400_000, 50_000
MOST_SECONDS, MOST_MEGABYTES, VERIFIER_SECONDS, SMALL_SECONDS = 90.0, 3 * 1024, 60.0, 0.5
WITHIN_FLOOR = 5.0
SEED = "9f2c" * 16
CHANCE = "5 3 6 1 2"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Step(NamedTuple):
    """What one step took, and what it gave.

    cpu  seconds of this process and of the database's own for it; other work on the machine
         lengthens ``seconds`` and hardly these
    """

    seconds: float
    cpu: float
    given: Any


def with_django(work: Callable[..., Any], *given: Any) -> Any:
    """Run some work of a fresh process that needs the database."""
    import django

    django.setup()
    return work(*given)


def made(files: int) -> UUID:
    """Write the round; answer its id."""
    from django.db import connection

    from benchmarks.nation_round import make

    round_id = make(files)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return round_id


def floor() -> float:
    """Take the rows out, hash and sort them, and put as many into a table; answer seconds."""
    from django.db import connection

    began = time.perf_counter()
    with connection.cursor() as cursor:
        lines = []
        with cursor.copy(
            "COPY (SELECT reference, size, tier, tickets, queue, age_days, id, application_id"
            " FROM selection_entry) TO STDOUT"
        ) as copy:
            whole = b"".join(copy)
        lines = whole.split(b"\n")[:-1]
        state = hashlib.sha256(f"{SEED},".encode())
        ordered = sorted(lines, key=_number(state))
        cursor.execute("CREATE TEMP TABLE bare (place serial, line text)")
        with cursor.copy("COPY bare (line) FROM STDIN WITH (DELIMITER '|')") as copy:
            copy.write(b"\n".join(ordered))
    return time.perf_counter() - began


def _number(seeded: Any) -> Callable[[bytes], bytes]:
    def number(line: bytes) -> bytes:
        state = seeded.copy()
        state.update(line.partition(b"\t")[0] + b",1")
        digest: bytes = state.digest()
        return digest

    return number


def drawn(round_id: UUID, proof: str) -> dict[str, tuple[float, float]]:
    """Hold the draw and publish it; answer the seconds of each, by the clock and of CPU, and
    keep the proof's files."""
    from django.core.files.storage import default_storage

    from benchmarks.nation_round import CHAIR, SECRETARY, agreed
    from foundation.clock import now
    from mission.selection import queries, services

    held = queries.round_by_id(round_id)
    later = now() + timedelta(hours=2)
    for person in (CHAIR, SECRETARY):
        services.enter_chance(
            selection_round=held, public_randomness=CHANCE, by=person, at=later
        )
    agreed(services.propose_draw(selection_round=held, by=CHAIR, at=later))

    def publish() -> None:
        agreed(services.propose_publication(selection_round=held, by=CHAIR, at=later))
        services.publish_round(selection_round=held, by=SECRETARY, at=later)

    steps: dict[str, Callable[[], object]] = {
        "draw": lambda: services.hold_round_draw(selection_round=held, by=SECRETARY, at=later),
        "publish": publish,
        "explanation of one file": lambda: explained(held),
    }
    took = {name: timed(step)[:2] for name, step in steps.items()}
    with default_storage.open(held.proof.path) as kept, zipfile.ZipFile(kept) as archive:
        archive.extractall(proof)
    return took


def explained(held: Any) -> None:
    """Read why one file has its outcome, as its page does."""
    from mission.selection import queries
    from mission.selection.models import Entry

    reference = Entry.objects.filter(round=held).values_list("reference", flat=True).first()
    if not queries.looks_at(held, str(reference)):
        raise RuntimeError(f"Nothing explains {reference}")


def small_draw() -> float:
    """Draw 50,000 files in memory; answer the seconds."""
    from benchmarks.bench_draw import sample
    from benchmarks.bench_draw_nation import rules_for
    from mission.selection.rules.draw import hold_draw
    from mission.selection.rules.entries_csv import read_entries

    data = sample(SMALL)
    return timed(
        lambda: hold_draw(read_entries(data), rules_for(SMALL), seed=SEED).as_csv()
    ).seconds


def timed(work: Callable[[], Any]) -> Step:
    """Answer what some work takes and gives."""
    began, cpu_began = time.perf_counter(), cpu_seconds()
    given = work()
    return Step(time.perf_counter() - began, cpu_seconds() - cpu_began, given)


def cpu_seconds() -> float:
    """Answer the CPU that this process and its server process of PostgreSQL have had."""
    from django.db import connection

    own = time.process_time()
    if connection.connection is None:
        return own
    status = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not status.exists():
        return own
    fields = status.read_text().rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def verified(folder: str) -> float:
    """Let the published verifier recompute the proof; answer its seconds."""
    command = [sys.executable, "verify.py"]
    return timed(lambda: subprocess.run(command, cwd=folder, check=True)).seconds


def main() -> int:
    """Print figures and ratios; answer 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=FILES)
    files = parser.parse_args().files
    round_id, _ = alone(with_django, made, files)
    bare, bare_peak = alone(with_django, floor)
    with TemporaryDirectory() as folder:
        took, peak = alone(with_django, drawn, round_id, folder)
        checked = verified(folder)
    small, _ = alone(with_django, small_draw)
    whole, cpu = (took["draw"][i] + took["publish"][i] for i in (0, 1))
    print(f"{files:,} files")
    print(f"  COPY out, hash, sort, COPY in {bare:8.2f} s{bare_peak:8.0f} MB")
    for name, (seconds, of_cpu) in took.items():
        print(f"  {name:<30}{seconds:8.2f} s, {of_cpu:.2f} s of CPU")
    print(f"  draw and publish together     {whole:8.2f} s, {cpu:.2f} s of CPU{peak:8.0f} MB")
    print(f"  verify.py                     {checked:8.2f} s")
    print(f"  draw of {SMALL:,} files           {small:8.2f} s")
    print(f"{whole / bare:.1f} times the floor (goal: at most {WITHIN_FLOOR:g})")
    goals = (
        whole <= WITHIN_FLOOR * bare,
        whole < MOST_SECONDS * files / FILES or files < FILES,
        peak < MOST_MEGABYTES,
        checked < VERIFIER_SECONDS,
        small < SMALL_SECONDS,
    )
    return int(not all(goals))


if __name__ == "__main__":
    sys.exit(main())
