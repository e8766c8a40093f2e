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
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
import psutil

ROOT = Path(__file__).resolve().parent.parent
DESIGN_A_SECOND = 50_000 / 300  # the design load; goals are its threefold
GOAL_ARRIVALS = 3 * DESIGN_A_SECOND
GOAL_SHARE = 0.25  # of the bare endpoint
CONNECTIONS = 64

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


@contextmanager
def program(command: list[str], port: int) -> Iterator[psutil.Process]:
    """Run a program until its port answers, and end it afterwards."""
    started = subprocess.Popen(command, cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield psutil.Process(started.pid)
    finally:
        started.terminate()
        started.wait(timeout=20)


class Browser:
    """One kept connection that asks for pages as different people."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def open(self) -> None:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(self, path: str, cookie: str = "") -> tuple[int, str, bytes]:
        """Ask; answer the status, the ticket's cookie and the body."""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n"
        cookies = f"Cookie: waiting-ticket={cookie}\r\n" if cookie else ""
        self.writer.write(f"{head}{cookies}\r\n".encode())
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", answer)[1])
        body = await self.reader.readexactly(length)
        found = re.search(rb"set-cookie: waiting-ticket=([^;]+)", answer)
        return int(answer[9:12]), found[1].decode() if found else "", body


async def crowd(port: int, count: int, path: str, cookies: list[str]) -> list[tuple]:
    """Let ``count`` people ask one after the other on CONNECTIONS lines."""
    answers: list[tuple] = [()] * count
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
) -> tuple[float, list]:
    """Answer requests a second, and the answers."""
    begun = time.perf_counter()
    answers = asyncio.run(crowd(port, count, path, cookies or []))
    return count / (time.perf_counter() - begun), answers


def ready(opening) -> None:
    """Wait until the live program has seen the opening."""
    while opening.kept_at is None:
        time.sleep(0.1)
        opening.refresh_from_db()


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
    live = [sys.executable, "-m", "live", "--port", str(options.port)]
    half = options.people // 2
    with program(live, options.port) as process:
        ready(opening)
        start_megabytes = process.memory_info().rss / 1e6
        first, early = timed(options.port, half)
        opening.opens_at = datetime.now(UTC)
        opening.save(update_fields=["opens_at"])
        while not opening.seed:
            time.sleep(0.1)
            opening.refresh_from_db()
        second, late = timed(options.port, options.people - half)
        cookies = [answer[1] for answer in (*early, *late)]
        asked = cookies[:: max(1, len(cookies) // 15_000)]
        polls, states = timed(options.port, len(asked), "/wait/state", asked)
        megabytes = process.memory_info().rss / 1e6
        opening.refresh_from_db()
        order = check_order(opening, early, late, asked, states)
        seconds = process.cpu_times().user + process.cpu_times().system
    size = len(early[0][2])
    bare = [sys.executable, "-c", _BARE.format(size=size, port=options.port + 1)]
    with program(bare, options.port + 1):
        floor, _answers = timed(options.port + 1, min(20_000, options.people))
    services.close_opening(by=Actor.system("bench"), at=datetime.now(UTC))
    arrivals = options.people / (half / first + (options.people - half) / second)
    _report("arrivals", arrivals, floor)
    _report("polls", polls, floor)
    print(
        f"memory {start_megabytes:.0f} to {megabytes:.0f} MB; {seconds:.0f} s of CPU; {order}"
    )
    return 0 if arrivals >= GOAL_ARRIVALS and polls >= GOAL_SHARE * floor else 1


def check_order(opening, early: list, late: list, asked: list[str], states: list) -> str:
    """Hold what people were told against the order that the seed gives; raises on a slip."""
    from foundation.waiting import tokens
    from live.waiting.order import rank_of

    key = signing_key()
    numbers = [
        tokens.read(tokens.Ticket, answer[1], key=key).number for answer in (*early, *late)
    ]
    if sorted(numbers) != list(range(len(numbers))):
        raise RuntimeError("a number is missing, or was given twice")
    if opening.early != len(early):
        raise RuntimeError(f"{opening.early} were early, not {len(early)}")
    seed = bytes(opening.seed)
    admitted = [b'"go"' in state[2] for state in states]
    told = [tokens.read(tokens.Ticket, text, key=key).number for text in asked]
    ranks = [rank_of(number, early=opening.early, seed=seed) for number in told]
    jumped = [rank for rank, is_in in zip(ranks, admitted) if is_in and rank >= opening.called]
    first_out = min((r for r, is_in in zip(ranks, admitted) if not is_in), default=None)
    late_in = [rank for rank, is_in in zip(ranks, admitted) if is_in and rank > opening.called]
    if jumped or late_in:
        raise RuntimeError(f"ranks {jumped[:5]} passed before they were called")
    return (
        f"order right: {sum(admitted):,} of {len(asked):,} let in, first kept out {first_out}"
    )


def signing_key() -> bytes:
    """Answer the key of the room's tokens."""
    from foundation import signing
    from foundation.waiting import tokens

    return signing.secret(tokens.SECRET_NAME)


def _report(label: str, measured: float, floor: float) -> None:
    share = measured / floor
    print(f"{label}: {measured:,.0f}/s, bare endpoint {floor:,.0f}/s, {share:.2f} of it")


if __name__ == "__main__":
    sys.exit(main())
