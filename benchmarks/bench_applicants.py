"""Promise: in a rush nothing fails, is lost or doubled, and p99 of sending is 3 s at most.

Everything runs as it does on the day: pages (granian), live with the waiting room, a worker and
the stand-in of the SMS gateway. So many applicants come within the arrival time; each waits,
signs in by the code of the message, answers every screen for a lead and two companions, sends,
and looks at the receipt. When the time is over, nobody else is let in, and who is inside ends
in peace. Their own notes are held against the database afterwards.
Needs a migrated database: `make bench`, or DATABASE_URL and
`python -m benchmarks.bench_applicants --applicants 3000 --seconds 180`. Without numbers a small
crowd comes, which shows that the way is whole.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import django
import httpx

from benchmarks import programs
from benchmarks.applicant_walk import Applicant, Log

GOAL_P99_SECONDS = 3.0
GRACE_SECONDS = 150.0
CODE_SECONDS = 120.0
OWN_TICK_SECONDS = 0.1

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Mailbox:
    """Reads the stand-in's list of messages, and gives each code to whom it was sent."""

    def __init__(self, url: str) -> None:
        self.url, self.waiting = url, dict[str, asyncio.Future[str]]()
        self.kept: dict[str, str] = {}
        self.seen = 0

    async def code_for(self, mobile: str) -> str:
        """Wait for the code of a mobile, which may have come before it was asked for."""
        if mobile in self.kept:
            return self.kept.pop(mobile)
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.waiting[mobile] = future
        return await asyncio.wait_for(future, CODE_SECONDS)

    async def read(self) -> None:
        """Look for new messages again and again."""
        async with httpx.AsyncClient(timeout=30) as client:
            while True:
                listed = (await client.get(f"{self.url}/messages.json")).json()
                for message in reversed(listed):
                    if message["number"] > self.seen:
                        self.seen = message["number"]
                        self._give(message)
                await asyncio.sleep(0.3)

    def _give(self, message: dict[str, Any]) -> None:
        found = re.search(r"\b(\d{6})\b", message["text"])
        if not found:
            return
        future = self.waiting.pop(message["to"], None)
        if future is None or future.done():
            self.kept[message["to"]] = found[1]
        else:
            future.set_result(found[1])


async def watch_oneself(late: list[float]) -> None:
    """Note how late the crowd's own program is, which it would take for the server's."""
    while True:
        due = time.perf_counter() + OWN_TICK_SECONDS
        await asyncio.sleep(OWN_TICK_SECONDS)
        late.append(time.perf_counter() - due)


async def crowd(options: argparse.Namespace) -> tuple[list[Log], list[float]]:
    """Let all come, each at a moment of the arrival time, and end when the time is over.

    Answers their notes, and how many seconds late the crowd itself was, tick by tick.
    """
    late: list[float] = []
    watch = asyncio.create_task(watch_oneself(late))
    box = Mailbox(f"http://127.0.0.1:{options.port + 3}")
    reader = asyncio.create_task(box.read())
    limits = httpx.Limits(max_connections=500, max_keepalive_connections=200)
    lines = httpx.AsyncHTTPTransport(limits=limits)
    site = f"http://127.0.0.1:{options.port}"
    people = [
        Applicant(lines, site, number, box.code_for) for number in range(options.applicants)
    ]

    async def come(one: Applicant) -> None:
        await asyncio.sleep(random.uniform(0, options.seconds / 3))
        await one.walk(options.think)

    tasks = {asyncio.create_task(come(one)): one for one in people}
    await asyncio.wait(tasks, timeout=options.seconds)
    for task, one in tasks.items():
        if not one.log.was_let_in:
            task.cancel()
    inside = [task for task, one in tasks.items() if one.log.was_let_in]
    if inside:
        await asyncio.wait(inside, timeout=GRACE_SECONDS)
    for task, one in tasks.items():
        if not task.done() and one.log.was_let_in:
            one.log.trouble = "did not end within the grace"
        task.cancel()
    for own in (reader, watch):
        own.cancel()
    await asyncio.gather(*tasks, reader, watch, return_exceptions=True)
    return [one.log for one in people], late


def be_the_crowd(options: argparse.Namespace, answers: Connection) -> None:
    """Be all applicants, in a process of its own, and hand over their notes."""
    logs, late = asyncio.run(crowd(options))
    answers.send(([asdict(log) for log in logs], late))


@contextmanager
def everything(options: argparse.Namespace) -> Iterator[None]:
    """Run pages, live, worker and gateway, as the supervisor does."""
    port, var = options.port, Path(os.environ["RIFADA_VAR"])
    gateway = (
        "-m", "simulators.sms", "--port", str(port + 3), "--data", str(var / "sms"),
        "--password-file", str(var / "keys" / "sms-password"),
    )  # fmt: skip
    here = {"PORT": str(port), "TRUSTED_PROXIES": "1"}
    with ExitStack() as held:
        held.enter_context(programs.program(*gateway, port=port + 3, more=here))
        held.enter_context(programs.web(port, workers=os.cpu_count() or 1, more=here))
        held.enter_context(programs.live(port + 1, more=here))
        held.enter_context(programs.program("manage.py", "run_worker", more=here))
        time.sleep(3)  # until the room is kept
        yield


def faults(logs: list[Log]) -> list[str]:
    """Hold the notes against the database; answer what does not agree."""
    from mission.registration.models import Applicant as Row
    from mission.registration.models import Application

    found = [f"{log.number}: {log.trouble}" for log in logs if log.trouble]
    found += [f"{log.number}: {said}" for log in logs for said in log.statuses]
    held = set(Application.objects.values_list("reference", flat=True))
    given = [log for log in logs if log.reference]
    lost = {log.reference for log in given} - held
    found += [f"receipt {reference} is not there" for reference in lost]
    if len(held) != len(given):
        found.append(f"{len(held)} applications, {len(given)} receipts")
    leads = dict(
        Row.objects.filter(role="LEAD").values_list("application__reference", "passport_no")
    )
    found += [
        f"{log.reference} says {leads.get(log.reference)}, typed was {log.passport}"
        for log in given
        if leads.get(log.reference) != log.passport
    ]
    if Row.objects.count() != 3 * len(held):
        found.append(f"{Row.objects.count()} persons in {len(held)} applications")
    return found


def run(options: argparse.Namespace) -> tuple[list[Log], list[float]]:
    """Let the crowd come to everything that runs; answer what ``crowd`` does."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    with everything(options):
        process = context.Process(target=be_the_crowd, args=(options, theirs), daemon=True)
        process.start()
        theirs.close()
        notes: list[dict[str, Any]]
        notes, late = ours.recv()
        process.join()
    return [Log(**each) for each in notes], late


def main() -> int:
    """Measure, print, and answer 1 when something failed or the goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applicants", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pace", type=float, default=1.5, help="people let in a second")
    parser.add_argument("--think", type=float, default=1.0, help="seconds for a screen")
    parser.add_argument("--port", type=int, default=8660)
    parser.add_argument("--log", type=Path, help="where the notes are written as JSON lines")
    options = parser.parse_args()
    django.setup()
    _prepare(options.pace)
    logs, late = run(options)
    if options.log:
        options.log.write_text("".join(json.dumps(asdict(log)) + "\n" for log in logs))
    late.sort()
    print(
        f"the crowd's own program was late by {late[len(late) // 2]:.2f} s (p50), "
        f"{late[int(len(late) * 0.99)]:.2f} s (p99) a step"
    )
    return _report(logs, faults(logs))


def _prepare(pace: float) -> None:
    from django.core.management import call_command

    from benchmarks import seasons
    from foundation.scoping import Actor
    from foundation.waiting import services
    from foundation.waiting.services import OpeningPlan

    call_command("collectstatic", interactive=False, verbosity=0)
    seasons.open_window()
    now = datetime.now(UTC)
    plan = OpeningPlan("bench", now - timedelta(hours=1), now, pace)
    services.prepare_opening(plan=plan, by=Actor.system("bench"), at=now)


def _report(logs: list[Log], wrong: list[str]) -> int:
    from foundation.waiting.models import Opening

    opening = Opening.objects.get()
    took = sorted(log.submit_seconds for log in logs if log.reference)
    inside = sum(log.was_let_in for log in logs)
    print(
        f"{len(logs):,} came, {opening.given:,} tickets, {inside:,} let in, {len(took):,} sent"
    )
    print(f"pace {opening.most_pace:g} a second, at the end {opening.pace_now or 0:.1f}")
    for said, count in Counter(re.sub(r"^\d+: ", "", each) for each in wrong).most_common(12):
        print(f"  {count} × {said}")
    if not took:
        return 1
    p99 = took[min(len(took) - 1, int(len(took) * 0.99))]
    print(f"sending: p50 {took[len(took) // 2]:.2f} s, p99 {p99:.2f} s; {len(wrong)} faults")
    return 1 if wrong or p99 > GOAL_P99_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
