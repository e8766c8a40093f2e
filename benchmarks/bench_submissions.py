"""Promise: complete submissions over HTTP run at six hundredths of bare inserts or more.

A submission is a lead with two companions, all answered before, sent by its form with its key:
checked, entered, journalled and its message queued in one transaction. Web processes (granian,
WSGI, two of one worker thread pool each) and database share all the cores, and so do pgbench
and the database when the floor is measured, just before and just after: one INSERT of a short
row a transaction, from as many connections as people send at once. Then half of that rate is
offered, at even times, and p99 of the whole answer is measured from the moment it was due.
Every receipt is counted in the database afterwards.
Needs a migrated database: `make bench`, or DATABASE_URL and
`python -m benchmarks.bench_submissions`.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import django
import psutil

from benchmarks import programs

if TYPE_CHECKING:
    from benchmarks.submission_season import Filled

GOAL_SHARE = 0.06
GOAL_P99_MILLISECONDS = 25.0
LINES = 8  # people who send at once
FLOOR_SECONDS = 5
TOKEN = "b" * 32  # a cookie and a field that agree, as Django's pages give them
_BARE_TABLE = "CREATE TABLE bench_bare (id bigserial PRIMARY KEY, at timestamptz, said text)"
_BARE_INSERT = "INSERT INTO bench_bare (at, said) VALUES (now(), 'one row of a short text');\n"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def cpu_seconds(web: psutil.Process) -> float:
    """Answer the CPU time that the pages have used so far."""
    times = [each.cpu_times() for each in (web, *web.children(recursive=True))]
    return sum(each.user + each.system for each in times)


class Line:
    """One kept connection on which people send their form."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, filled: Filled) -> str:
        """Send the form of one lead; answer the address of the receipt, or end the run."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={filled.session}; csrftoken={TOKEN}; language=en",
        }
        body = f"csrfmiddlewaretoken={TOKEN}&idempotency_key={uuid.uuid4()}"
        self.connection.request("POST", f"/apply/draft/{filled.draft}/submit/", body, headers)
        response = self.connection.getresponse()
        text = response.read()
        location = response.headers.get("Location", "")
        if response.status != 302 or not location.endswith("/receipt/"):
            raise RuntimeError(f"{response.status} {location} {text[:300]!r}")
        return location


def measure_rate(port: int, drafts: Sequence[Filled]) -> tuple[float, set[str]]:
    """Answer submissions a second of LINES that send without a pause, and the receipts."""
    shares = [drafts[number::LINES] for number in range(LINES)]

    def send_all(share: Sequence[Filled]) -> list[str]:
        line = Line(port)
        return [line.send(each) for each in share]

    begun = time.perf_counter()
    with ThreadPoolExecutor(LINES) as pool:
        receipts = {each for some in pool.map(send_all, shares) for each in some}
    return len(drafts) / (time.perf_counter() - begun), receipts


def measure_waits(
    port: int, drafts: Sequence[Filled], *, rate: float
) -> tuple[list[float], set[str]]:
    """Offer so many a second at even times; answer the milliseconds each took, sorted.

    They count from when a form was due, so that one that had to wait for a line is not better.
    """
    begun = time.perf_counter() + 0.2

    def send_all(first: int) -> list[tuple[float, str]]:
        line, took = Line(port), []
        for place in range(first, len(drafts), LINES):
            due = begun + place / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            location = line.send(drafts[place])
            took.append(((time.perf_counter() - due) * 1000, location))
        return took

    with ThreadPoolExecutor(LINES) as pool:
        told = [each for some in pool.map(send_all, range(LINES)) for each in some]
    return sorted(took for took, _location in told), {location for _took, location in told}


def measure_floor() -> tuple[float, str]:
    """Answer bare inserts a second from LINES connections, each a transaction, and by what."""
    from django.db import connection

    given = connection.get_connection_params()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute(_BARE_TABLE)
    pgbench = shutil.which("pgbench")
    if pgbench is None:
        return _loop(given), "a psycopg loop"
    words = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    reached = {name: str(given[key]) for name, key in words.items() if given.get(key)}
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_BARE_INSERT)
        script.flush()
        command = [pgbench, "--no-vacuum", "--file", script.name, "--client", str(LINES)]
        command += ["--jobs", "2", "--time", str(FLOOR_SECONDS), given["dbname"]]
        done = subprocess.run(
            command, env=os.environ | reached, check=True, capture_output=True, text=True
        )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout)
    return float(found[1]), "pgbench"


def _loop(given: dict[str, object]) -> float:
    """Insert on LINES connections from threads, for the time that pgbench would."""
    import psycopg

    names = ("dbname", "user", "host", "port", "password")
    parameters = {name: given[name] for name in names if given.get(name)}
    until = time.perf_counter() + FLOOR_SECONDS

    def insert(_line: int) -> int:
        done = 0
        with psycopg.connect(**parameters, autocommit=True) as bare:  # type: ignore[arg-type]
            while time.perf_counter() < until:
                bare.execute(_BARE_INSERT)
                done += 1
        return done

    with ThreadPoolExecutor(LINES) as pool:
        return sum(pool.map(insert, range(LINES))) / FLOOR_SECONDS


def _check(receipts: set[str], count: int) -> None:
    """End the run unless every receipt stands, once, with its persons, journal and message."""
    from django.db import connection

    asked = (
        ("SELECT count(DISTINCT reference) FROM registration_application", count),
        ("SELECT count(DISTINCT person_id) FROM registration_applicant", 3 * count),
        (
            "SELECT count(*) FROM journal_entry WHERE event = "
            "'registration.ApplicationSubmitted'",
            count,
        ),
        ("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'journal.deliver'", count),
    )
    with connection.cursor() as cursor:
        for query, expected in asked:
            cursor.execute(query)
            (found,) = cursor.fetchone()
            if found != expected:
                raise RuntimeError(f"{found} instead of {expected}: {query}")
    if len(receipts) != count:
        raise RuntimeError(f"{len(receipts)} receipts of {count}")


def main() -> int:
    """Measure, print, and answer 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=3_000)
    parser.add_argument("--paced", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--port", type=int, default=8649)
    options = parser.parse_args()
    django.setup()
    from benchmarks import seasons, submission_season

    warm_up = 20 * LINES
    total = warm_up + options.submissions + options.paced
    drafts = submission_season.fill(seasons.open_window(), total)
    before, by = measure_floor()
    with programs.web(options.port, workers=options.workers) as web:
        _rate, warmed = measure_rate(options.port, drafts[:warm_up])
        full, paced = drafts[warm_up : -options.paced], drafts[-options.paced :]
        before_cpu = cpu_seconds(web)
        rate, sent = measure_rate(options.port, full)
        cost = (cpu_seconds(web) - before_cpu) / len(full) * 1000
        took, offered = measure_waits(options.port, paced, rate=rate / 2)
    after, by = measure_floor()
    _check(warmed | sent | offered, total)
    floor = (before + after) / 2
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    print(f"{cost:.1f} ms of CPU in the pages for each")
    print(f"{rate:,.0f} submissions/s; {by} {before:,.0f} and {after:,.0f} inserts/s")
    print(f"{rate / floor:.3f} of the inserts; goal {GOAL_SHARE}")
    print(f"offered {rate / 2:,.0f}/s: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    return 0 if rate >= GOAL_SHARE * floor and p99 <= GOAL_P99_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
