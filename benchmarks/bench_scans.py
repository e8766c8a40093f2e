"""Promise: one core judges over HTTP at least a quarter of the scans that bare inserts write.

The web process (granian, WSGI, one worker) is held to one core. The floor is psycopg inserting
such rows one after the other into a table without an index but its key, committed as often as
the requests commit. The goal is asked of lists, which is how queued scans arrive. Every
bracelet is new to the process: each signature is checked.
Needs a migrated database: `make bench`, or DATABASE_URL and `python -m benchmarks.bench_scans`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import django

from benchmarks import programs

A_LIST = 500
PHONES = 4  # so that some are judged while the database writes for others
GOAL = 4.0  # times slower than the floor, at most

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Phone:
    """A reader with one kept connection."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept-Language": "en",
        }

    def post(self, body: bytes) -> bytes:
        """Send and read the whole answer; anything but 200 ends the run."""
        path = "/api/v1/gates/bench/scans"
        self.connection.request("POST", path, body, self.headers)
        response = self.connection.getresponse()
        text = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status} {text[:300]!r}")
        return text


def scan_body(credential: str) -> dict[str, str]:
    """Write one scan as a reader does."""
    from foundation.clock import now
    from foundation.ids import uuid7

    return {
        "id": str(uuid7()),
        "credential": credential,
        "direction": "IN",
        "scanned_at": now().isoformat(),
    }


def measure_rate(port: int, token: str, bodies: Sequence[bytes], scans: int) -> float:
    """Answer decisions a second of PHONES that send at once; every scan must be admitted."""
    phones = [Phone(port, token) for _ in range(PHONES)]
    shares = [bodies[number::PHONES] for number in range(PHONES)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(PHONES) as pool:
        answers = [text for texts in pool.map(_post_all, phones, shares) for text in texts]
    seconds = time.perf_counter() - begun
    admitted = sum(text.count(b'"admitted":true') for text in answers)
    if admitted != scans:
        raise RuntimeError(f"{admitted} of {scans} were admitted")
    return scans / seconds


def _post_all(phone: Phone, bodies: Sequence[bytes]) -> list[bytes]:
    return [phone.post(body) for body in bodies]


def in_lists(credentials: Sequence[str]) -> list[bytes]:
    """Write requests of A_LIST scans each."""
    portions = [credentials[at : at + A_LIST] for at in range(0, len(credentials), A_LIST)]
    return [json.dumps([scan_body(text) for text in some]).encode() for some in portions]


def one_by_one(credentials: Sequence[str]) -> list[bytes]:
    """Write a request for each scan."""
    return [json.dumps(scan_body(text)).encode() for text in credentials]


def measure_waits(phone: Phone, bodies: Sequence[bytes]) -> list[float]:
    """Answer how long one phone alone waits for each verdict, in milliseconds, sorted."""
    took = []
    for body in bodies:
        begun = time.perf_counter()
        phone.post(body)
        took.append((time.perf_counter() - begun) * 1000)
    return sorted(took)


def measure_floor(rows: int, *, commit_every: int) -> float:
    """Answer rows a second of a bare psycopg loop that inserts rows of a scan's shape."""
    import psycopg
    from django.db import connection

    from foundation.clock import now
    from foundation.ids import uuid7

    given = connection.get_connection_params()
    parameters = {name: given[name] for name in ("dbname", "user", "host") if given.get(name)}
    parameters |= {name: given[name] for name in ("port", "password") if given.get(name)}
    gate, at = uuid7(), now()
    shape = (gate, gate, gate, "IN", at, at, "ok", "{}", b"f" * 32)
    with psycopg.connect(**parameters) as bare:
        bare.execute(_BARE_TABLE)
        bare.commit()
        ready = [(uuid7(), *shape) for _ in range(rows)]
        begun = time.perf_counter()
        for number, row in enumerate(ready, start=1):
            bare.execute(_BARE_INSERT, row)
            if number % commit_every == 0:
                bare.commit()
        bare.commit()
        seconds = time.perf_counter() - begun
        bare.execute("DROP TABLE bench_bare")
    return rows / seconds


_BARE_TABLE = """
CREATE TABLE bench_bare (
    id uuid PRIMARY KEY, gate uuid, device uuid, bracelet uuid, direction text,
    scanned_at timestamptz, received_at timestamptz, code text, facts jsonb, fingerprint bytea
)
"""
_BARE_INSERT = "INSERT INTO bench_bare VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)"


def main() -> int:
    """Measure, print, and answer 1 when the goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bracelets", type=int, default=12_000)
    parser.add_argument("--singles", type=int, default=1_000)
    parser.add_argument("--port", type=int, default=8189)
    options = parser.parse_args()
    django.setup()
    from benchmarks import scan_season

    token, credentials = scan_season.make(options.bracelets + A_LIST)
    warm, credentials = credentials[:A_LIST], credentials[A_LIST:]
    alone, credentials = credentials[: options.singles], credentials[options.singles :]
    singles, many = credentials[: options.singles], credentials[options.singles :]
    first_core = {min(os.sched_getaffinity(0))}
    with programs.web(options.port, cores=first_core):
        measure_rate(options.port, token, one_by_one(warm), len(warm))
        took = measure_waits(Phone(options.port, token), one_by_one(alone))
        rate_one = measure_rate(options.port, token, one_by_one(singles), len(singles))
        rate_many = measure_rate(options.port, token, in_lists(many), len(many))
    floor_one = measure_floor(options.singles, commit_every=1)
    floor_many = measure_floor(len(many), commit_every=A_LIST)
    p50, p95 = statistics.median(took), took[int(len(took) * 0.95)]
    print(f"one phone alone: p50 {p50:.1f} ms, p95 {p95:.1f} ms from request to whole answer")
    _report("one scan a request", rate_one, floor_one)
    _report(f"{A_LIST} scans a request", rate_many, floor_many)
    return 0 if rate_many * GOAL >= floor_many else 1


def _report(label: str, measured: float, floor: float) -> None:
    times = floor / measured
    print(f"{label}: {measured:,.0f} decisions/s, bare inserts {floor:,.0f}/s, {times:.1f} x")


if __name__ == "__main__":
    sys.exit(main())
