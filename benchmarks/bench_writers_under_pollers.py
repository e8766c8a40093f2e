"""Promise: who was let in keeps three quarters of the lone rate while 3,000 others wait.

Writers send scans to the real web process (granian, WSGI, one worker on the first core), first
alone, then while 3,000 browsers wait at the live process, which has the other cores with them.
They ask as the server tells them to, as ours do; the goal is for these. Two more crowds are
measured beside it, and what they leave is told: 3,000 that ask every five seconds, close to
the most that the server ever asks for, and greedy ones that ask again at once.
Needs a migrated database: `make bench`, or DATABASE_URL and
`python -m benchmarks.bench_writers_under_pollers`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized

import django

from benchmarks import programs
from benchmarks.bench_scans import A_LIST, measure_rate, one_by_one
from benchmarks.bench_waiting_room import Browser

GOAL = 0.75
OFTEN_SECONDS = 5.0
SETTLE_SECONDS = 8.0  # who came together asks spread out from then on
GREEDY_LINES = 64  # keep the live process busy without a pause

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


async def wait_as_told(port: int, asked: Synchronized[int], every: float) -> None:
    """Come, and ask again whenever the server said, on a new connection as browsers do.

    every  seconds to ask again instead of what the server said; 0 for what it said
    """
    cookie, seconds = "", 0.0
    while True:
        await asyncio.sleep(seconds)
        browser = Browser(port)
        try:
            await browser.open()
            path = "/wait/state" if cookie else "/wait"
            _status, given, body = await browser.ask(path, cookie)
            browser.writer.close()
        except (OSError, asyncio.IncompleteReadError):
            seconds = 5.0
            continue
        asked.value += 1
        cookie = given or cookie
        # A page names its seconds in an attribute; its script asks for the state from then on.
        if path == "/wait":
            found = re.search(rb'data-seconds="(\d+)"', body)
            told = float(found[1]) if found else 60.0
        else:
            told = float(json.loads(body).get("seconds", 60))
        seconds = every or told


async def wait_greedily(port: int, asked: Synchronized[int]) -> None:
    """Ask again at once, for ever."""
    browser = Browser(port)
    await browser.open()
    _status, cookie, _body = await browser.ask("/wait")
    while True:
        await browser.ask("/wait/state", cookie)
        asked.value += 1


def crowd(port: int, count: int, every: float | None, asked: Synchronized[int]) -> None:
    """Be so many browsers until killed, greedy ones without ``every``; nothing else."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.sched_setaffinity(0, other_cores())

    async def be() -> None:
        if every is None:
            await asyncio.gather(*(wait_greedily(port, asked) for _ in range(count)))
        else:
            await asyncio.gather(*(wait_as_told(port, asked, every) for _ in range(count)))

    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        asyncio.run(be())


def other_cores() -> set[int]:
    """Answer the cores that the web process does not have; its own where there is only one."""
    cores = sorted(os.sched_getaffinity(0))
    return set(cores[1:]) or set(cores)


@contextmanager
def waiting(port: int, count: int, *, every: float | None) -> Iterator[Synchronized[int]]:
    """Let so many wait while the block runs, once all have come; give what they asked."""
    context = multiprocessing.get_context("spawn")
    asked = context.Value("q", 0)
    process = context.Process(target=crowd, args=(port, count, every, asked), daemon=True)
    process.start()
    try:
        while asked.value < count:
            time.sleep(0.2)
        time.sleep(SETTLE_SECONDS)
        yield asked
    finally:
        process.kill()
        process.join()


@dataclass(frozen=True)
class Rates:
    """Writes a second alone, before and after; and beside each crowd, with its polls."""

    alone: tuple[float, float]
    told: tuple[float, float]
    often: tuple[float, float]
    greedy: tuple[float, float]


def measure(options: argparse.Namespace, token: str, credentials: list[str]) -> Rates:
    """Let the writers write alone, beside each crowd, and alone again."""
    writes, live_port = options.writes, options.port + 1
    warm, rest = one_by_one(credentials[:A_LIST]), one_by_one(credentials[A_LIST:])
    shares = [rest[at : at + writes] for at in range(0, 5 * writes, writes)]

    def rate(bodies: list[bytes]) -> float:
        return measure_rate(options.port, token, bodies, len(bodies))

    def beside(bodies: list[bytes], count: int, every: float | None) -> tuple[float, float]:
        with waiting(live_port, count, every=every) as asked:
            return _beside(lambda: rate(bodies), asked)

    pages = programs.web(options.port, cores={min(os.sched_getaffinity(0))})
    with pages, programs.live(live_port, cores=other_cores()):
        time.sleep(3)  # until the room is kept
        rate(warm)
        before = rate(shares[0])
        told = beside(shares[1], options.pollers, 0.0)
        often = beside(shares[2], options.pollers, OFTEN_SECONDS)
        greedy = beside(shares[3], GREEDY_LINES, None)
        return Rates((before, rate(shares[4])), told, often, greedy)


def main() -> int:
    """Measure, print, and answer 1 when the goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writes", type=int, default=2_000)
    parser.add_argument("--pollers", type=int, default=3_000)
    parser.add_argument("--port", type=int, default=8391)
    options = parser.parse_args()
    django.setup()
    from benchmarks import scan_season
    from foundation.scoping import Actor
    from foundation.waiting import services
    from foundation.waiting.services import OpeningPlan

    token, credentials = scan_season.make(5 * options.writes + A_LIST)
    now, by = datetime.now(UTC), Actor.system("bench")
    plan = OpeningPlan("bench", now - timedelta(hours=2), now - timedelta(hours=1), 1.0)
    services.prepare_opening(plan=plan, by=by, at=now)
    found = measure(options, token, credentials)
    services.close_opening(by=by, at=datetime.now(UTC))
    lone = sum(found.alone) / 2
    print(f"writers alone: {found.alone[0]:,.0f}/s before, {found.alone[1]:,.0f}/s after")
    crowds = (
        (f"{options.pollers:,} as told", found.told),
        (f"{options.pollers:,} every {OFTEN_SECONDS:.0f} s", found.often),
        ("greedy ones", found.greedy),
    )
    for label, (writes, polls) in crowds:
        share = writes / lone
        print(f"under {label} ({polls:,.0f} polls/s): {writes:,.0f}/s, {share:.2f} of it")
    return 0 if found.told[0] >= GOAL * lone else 1


def _beside(work: Callable[[], float], asked: Synchronized[int]) -> tuple[float, float]:
    """Answer what the work measured, and polls a second meanwhile."""
    before, begun = asked.value, time.perf_counter()
    measured = work()
    return measured, (asked.value - before) / (time.perf_counter() - begun)


if __name__ == "__main__":
    sys.exit(main())
