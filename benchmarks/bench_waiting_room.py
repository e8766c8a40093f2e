"""Promise: 50,000 people in five minutes are taken in and let in, tested at three times that.

150,000 people come to the real live program over HTTP as fast as it takes them, half of them
before the opening; then a tenth ask where they stand, and the first are called. The peer is
a bare Starlette endpoint that answers a constant of the same size, in the same run. Checked:
every number is given once, and who is let in are exactly the ranks that were called, in order.
Needs a migrated database: `make bench`, or DATABASE_URL and
`python -m benchmarks.bench_waiting_room`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import django

from benchmarks import programs

if TYPE_CHECKING:
    from foundation.waiting.models import Opening

DESIGN_A_SECOND = 50_000 / 300  # the design load; goals are its threefold
GOAL_ARRIVALS = 3 * DESIGN_A_SECOND
GOAL_SHARE = 0.25  # of the bare endpoint
CONNECTIONS = 64
Answer = tuple[int, str, bytes]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_BARE = """
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
import uvicorn
text = "x" * {size}
async def answer(request):
    return HTMLResponse(text)
uvicorn.run(Starlette(routes=[Route("/wait", answer)]), port={port}, log_level="warning")
"""


class Browser:
    """One kept connection that asks for pages as different people."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def open(self) -> None:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(self, path: str, cookie: str = "") -> Answer:
        """Ask; answer the status, the ticket's cookie and the body."""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n"
        cookies = f"Cookie: waiting-ticket={cookie}\r\n" if cookie else ""
        self.writer.write(f"{head}{cookies}\r\n".encode())
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", answer)[1])
        body = await self.reader.readexactly(length)
        found = re.search(rb"set-cookie: waiting-ticket=([^;]+)", answer)
        return int(answer[9:12]), found[1].decode() if found else "", body


async def crowd(port: int, count: int, path: str, cookies: list[str]) -> list[Answer]:
    """Let ``count`` people ask one after the other on CONNECTIONS lines."""
    answers: list[Answer] = [(0, "", b"")] * count
    numbers = iter(range(count))

    async def line() -> None:
        browser = Browser(port)
        await browser.open()
        for number in numbers:
            answers[number] = await browser.ask(path, cookies[number] if cookies else "")
        browser.writer.close()

    await asyncio.gather(*(line() for _ in range(CONNECTIONS)))
    return answers


def timed(
    port: int, count: int, path: str = "/wait", cookies: list[str] | None = None
) -> tuple[float, list[Answer]]:
    """Answer requests a second, and the answers."""
    begun = time.perf_counter()
    answers = asyncio.run(crowd(port, count, path, cookies or []))
    return count / (time.perf_counter() - begun), answers


def until(opening: Opening, is_so: Callable[[], bool]) -> None:
    """Read the row again until it is as wished."""
    while not is_so():
        time.sleep(0.1)
        opening.refresh_from_db()


@dataclass(frozen=True)
class Rush:
    """What came of one rush: rates a second, what people were told, and what it cost."""

    arrivals: float
    polls: float
    early: list[Answer]
    late: list[Answer]
    asked: list[str]
    states: list[Answer]
    megabytes: tuple[float, float]
    cpu_seconds: float


def rush(port: int, people: int, opening: Opening) -> Rush:
    """Let everybody come, half of them before the opening, and a tenth ask again."""
    half = people // 2
    with programs.live(port) as process:
        until(opening, lambda: opening.kept_at is not None)
        before = process.memory_info().rss / 1e6
        first, early = timed(port, half)
        opening.opens_at = datetime.now(UTC)
        opening.save(update_fields=["opens_at"])
        until(opening, lambda: opening.seed is not None)
        second, late = timed(port, people - half)
        asked = [answer[1] for answer in (*early, *late)][:: max(1, people // 15_000)]
        polls, states = timed(port, len(asked), "/wait/state", asked)
        opening.refresh_from_db()
        memory = (before, process.memory_info().rss / 1e6)
        times = process.cpu_times()
    arrivals = people / (half / first + (people - half) / second)
    spent = times.user + times.system
    return Rush(arrivals, polls, early, late, asked, states, memory, spent)


def main() -> int:
    """Measure, print, and answer 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=150_000)
    parser.add_argument("--pace", type=float, default=500.0)
    parser.add_argument("--port", type=int, default=8291)
    options = parser.parse_args()
    django.setup()
    from foundation.scoping import Actor
    from foundation.waiting import services
    from foundation.waiting.services import OpeningPlan

    now, far = datetime.now(UTC), timedelta(days=1)
    plan = OpeningPlan("bench", now - far, now + far, options.pace)
    opening = services.prepare_opening(plan=plan, by=Actor.system("bench"), at=now)
    found = rush(options.port, options.people, opening)
    said = check_order(opening, found)
    size = len(found.early[0][2])
    bare_port = options.port + 1
    bare = _BARE.format(size=size, port=bare_port)
    with programs.program("-c", bare, port=bare_port):
        floor, _answers = timed(bare_port, min(20_000, options.people))
    services.close_opening(by=Actor.system("bench"), at=datetime.now(UTC))
    _report("arrivals", found.arrivals, floor)
    _report("polls", found.polls, floor)
    before, after = found.megabytes
    print(f"memory {before:.0f} to {after:.0f} MB; {found.cpu_seconds:.0f} s of CPU; {said}")
    is_met = found.arrivals >= GOAL_ARRIVALS and found.polls >= GOAL_SHARE * floor
    return 0 if is_met else 1


def check_order(opening: Opening, found: Rush) -> str:
    """Hold what people were told against the order that the seed gives; raises on a slip."""
    from live.waiting.order import rank_of

    numbers = [number_of(answer[1]) for answer in (*found.early, *found.late)]
    if sorted(numbers) != list(range(len(numbers))):
        raise RuntimeError("a number is missing, or was given twice")
    if opening.early != len(found.early):
        raise RuntimeError(f"{opening.early} were early, not {len(found.early)}")
    seed = bytes(opening.seed or b"")
    ranks = [rank_of(number_of(text), early=opening.early, seed=seed) for text in found.asked]
    bodies = [state[2] for state in found.states]
    admitted = [b'"go"' in body for body in bodies]
    # Who asked later than somebody that was let in, and is before them, is not told to wait.
    # Answers of the lines that ask at the same moment may cross.
    best = -1
    for place, rank in enumerate(ranks):
        if admitted[place] and rank >= opening.called:
            raise RuntimeError("somebody passed before being called")
        before = place - 2 * CONNECTIONS
        best = max(best, ranks[before]) if before >= 0 and admitted[before] else best
        if b'class=\\"ahead\\"' in bodies[place] and rank < best:
            raise RuntimeError(f"rank {rank} waited while {best} was let in")
    return f"order right: {sum(admitted):,} of {len(ranks):,} who asked were let in"


def number_of(text: str) -> int:
    """Answer the number of a ticket."""
    from foundation import signing
    from foundation.waiting import tokens

    key = signing.secret(tokens.SECRET_NAME)
    return tokens.read(tokens.Ticket, text, key=key).number


def _report(label: str, measured: float, floor: float) -> None:
    share = measured / floor
    print(f"{label}: {measured:,.0f}/s, bare endpoint {floor:,.0f}/s, {share:.2f} of it")


if __name__ == "__main__":
    sys.exit(main())
