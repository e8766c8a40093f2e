"""Promise: an import costs little more than reading the workbook, and far less than its peer.

``python -m benchmarks.bench_import_applications [--files N]`` writes one workbook of invented
applicants (57,000 files are about 100,000 rows) and takes it in three ways: calamine reading
the bare cells (the floor), our import with every check, original cell and table, and
django-import-export as its documentation sets it up, putting the same 17 columns of a part of
the workbook into one table. Goals: within 6 times the floor, 10 times faster than the peer.
Needs a migrated database of its own: `make bench`, or DATABASE_URL.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from mission.season.models import Season

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
WITHIN_FLOOR, FASTER_THAN_PEER = 6.0, 10.0
MOST_MEGABYTES = 400
PEER_FILES = 1_200
YEAR = 1448

_FLOOR = """
import sys, time
from python_calamine import CalamineWorkbook
began = time.perf_counter()
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(time.perf_counter() - began)
"""


def main() -> int:
    """Run the three ways and say how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=57_000)
    files = parser.parse_args().files
    django.setup()
    with TemporaryDirectory() as folder:
        book, part = Path(folder) / "applicants.xlsx", Path(folder) / "part.xlsx"
        rows, part_rows = written(book, files), written(part, PEER_FILES)
        before = floor(book)
        took, peak = ours(book)
        bare = (before + floor(book)) / 2
        peer = theirs(part) / part_rows
    print(f"{rows:,} rows of 17 columns")
    print(f"  bare calamine read    {bare:7.2f} s  {rows / bare:10,.0f} rows/s")
    print(f"  our import            {took:7.2f} s  {rows / took:10,.0f} rows/s")
    print(f"  django-import-export  {'':9}  {1 / peer:10,.0f} rows/s  ({part_rows:,} rows)")
    slower, faster = took / bare, peer / (took / rows)
    print(f"{slower:.1f} times the floor (goal: at most {WITHIN_FLOOR})")
    print(f"{faster:.1f} times faster than the peer (goal: at least {FASTER_THAN_PEER})")
    print(f"{peak:.0f} MB in both processes together (goal: under {MOST_MEGABYTES})")
    met = slower <= WITHIN_FLOOR and faster >= FASTER_THAN_PEER and peak < MOST_MEGABYTES
    return 0 if met else 1


def written(path: Path, files: int) -> int:
    """Write a workbook of so many files and answer its rows."""
    from demo.applicants import write_workbook

    return write_workbook(path, files=files)


def floor(path: Path) -> float:
    """Answer the seconds that calamine needs for the cells alone, in a process of its own."""
    answer = subprocess.check_output([sys.executable, "-c", _FLOOR, str(path)], text=True)
    return float(answer)


def ours(path: Path) -> tuple[float, float]:
    """Import the workbook; answer seconds, and megabytes of both processes together."""
    from foundation.clock import now
    from foundation.scoping import Actor
    from mission.registration import services

    season, by = opened_season(), Actor.system("benchmark")
    with path.open("rb") as file:
        run = services.prepare_import(
            source=file, name=path.name, season=season, by=by, at=now()
        )
    with watched_memory() as peak:
        took = timed(lambda: services.import_applications(run=run, by=by, at=now()))
    return took, peak[0]


@contextmanager
def watched_memory() -> Iterator[list[float]]:
    """Answer the most megabytes that this process and its children held at one moment."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            peak[0] = max(peak[0], held_megabytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield peak
    over.set()
    watcher.join()


def held_megabytes() -> float:
    """Answer what this process and its children hold now."""
    own = Path("/proc/self")
    children = " ".join(path.read_text() for path in own.glob("task/*/children")).split()
    pages = 0
    for process in (own, *(Path("/proc") / child for child in children)):
        with suppress(OSError):
            pages += int((process / "statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)


def opened_season() -> Season:
    """Answer the sample season, opened if it was not."""
    from django.core.management import call_command

    from mission.season.queries import season_by_year

    call_command("open_season", YEAR, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    return season_by_year(YEAR)


def theirs(path: Path) -> float:
    """Import a part of the workbook with django-import-export's defaults; answer seconds."""
    import tablib
    from django.db import connection, models
    from import_export import resources

    from mission.registration.rules.columns import KEYS

    table = {"app_label": "registration", "db_table": "benchmark_peer_applicant"}
    fields = {key: models.TextField(blank=True, null=True) for key in KEYS}
    peer = type(
        "PeerApplicant",
        (models.Model,),
        {"__module__": __name__, "Meta": type("Meta", (), table), **fields},
    )
    meta = type("Meta", (), {"model": peer, "import_id_fields": ("file_no", "national_id")})
    resource_class = type("PeerResource", (resources.ModelResource,), {"Meta": meta})
    with connection.schema_editor() as editor:
        editor.create_model(peer)
    try:
        return timed(
            lambda: resource_class().import_data(
                tablib.Dataset().load(path.read_bytes(), format="xlsx"), raise_errors=True
            )
        )
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(peer)


def timed(work: Callable[[], object]) -> float:
    """Answer the seconds that some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
