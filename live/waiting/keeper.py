"""The keeper: one program at a time keeps the room, and writes down before it says.

It holds an advisory lock of the database while it does. Numbers of tickets, and up to which
rank people are called, are committed before anybody hears of them; so after a crash nobody's
place is given twice, and nobody who was called is called back. What a crash loses is who had
passed already (they ask a second time, and cost a token) and answers that were on their way.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import psycopg

from foundation.waiting.tokens import Ticket
from live.feed import connect
from live.waiting.calling import Calls
from live.waiting.order import rank_of
from live.waiting.pace import Pace, Seen, next_pace
from live.waiting.probe import Probe

logger = logging.getLogger(__name__)

LOCK = 1_448_008
# Arrivals of the same moment are numbered by one commit; in between it looks this often.
ROUND_SECONDS = 0.02
TICK_SECONDS = 0.25
LOOK_SECONDS = 1.0
PULSE_SECONDS = 10

_OPENING = """
SELECT id, name, help_line, lobby_from, opens_at, most_pace, pace_now, seed, early, given,
    called FROM waiting_opening WHERE closed_at IS NULL
"""
_SLOWEST = """
SELECT max(p95_milliseconds) FROM waiting_pulse WHERE at > now() - make_interval(secs => %s)
"""
_DRAW = """
UPDATE waiting_opening SET seed = %s, early = given WHERE id = %s AND seed IS NULL
RETURNING early
"""
_WRITE = """
UPDATE waiting_opening SET given = given + %s, called = greatest(called, %s), pace_now = %s,
    kept_at = now()
WHERE id = %s AND closed_at IS NULL RETURNING given
"""


class RoomAway(Exception):
    """The room is not kept by this program at the moment; places are safe."""


@dataclass(frozen=True)
class Opening:
    """The opening in force, as its row stands."""

    id: str
    name: str
    help_line: str
    lobby_from: datetime
    opens_at: datetime
    most_pace: float
    pace_now: float | None
    seed: bytes | None
    early: int
    given: int
    called: int


class Keeper:
    """Numbers who arrives, calls who is next, and knows where everybody stands."""

    def __init__(self, database_url: str, *, site: str, slow_milliseconds: int) -> None:
        """Take the database, the address of the pages, and what is too slow for an answer."""
        self.opening: Opening | None = None
        self.probe = Probe(site, is_wanted=lambda: self.opening is not None)
        self.is_keeping = False
        self.pace = Pace(1.0)
        self._database_url = database_url
        self._slow_milliseconds = slow_milliseconds
        self._calls = Calls(called=0, now=0.0)
        self._seen = Seen()
        self._arriving: list[asyncio.Future[Ticket | None]] = []
        self._woken = asyncio.Event()
        self._looked_at = self._written_at = float("-inf")

    @property
    def called(self) -> int:
        """Ranks below this may pass."""
        return self._calls.called

    @property
    def seen_rate(self) -> float:
        """People called a second, as it really was lately."""
        return self._seen.rate(otherwise=self.pace.rate)

    async def arrive(self) -> Ticket | None:
        """Give the next ticket; None when no opening is in force. Raises RoomAway."""
        if not self.is_keeping:
            raise RoomAway
        future: asyncio.Future[Ticket | None] = asyncio.get_running_loop().create_future()
        self._arriving.append(future)
        self._woken.set()
        return await future

    def rank(self, ticket: Ticket) -> int | None:
        """Answer the rank of a ticket; None before the order is drawn."""
        opening = self.opening
        if opening is None or opening.seed is None:
            return None
        return rank_of(ticket.number, early=opening.early, seed=opening.seed)

    def claim(self, ticket: Ticket) -> bool:
        """Let a ticket pass if it was called; the same ticket passes again."""
        rank = self.rank(ticket)
        return rank is not None and self._calls.claim(rank)

    async def run(self) -> None:
        """Keep the room until cancelled; survives a database that goes away."""
        while True:
            try:
                async with await connect(self._database_url) as link:
                    await self._take_lock(link)
                    await self._keep(link)
            except (psycopg.Error, OSError) as error:
                logger.warning("waiting room not kept (%s); trying again", error)
            finally:
                self._let_go()
            await asyncio.sleep(0.5)

    async def _take_lock(self, link: psycopg.AsyncConnection[Any]) -> None:
        while True:
            found = await link.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            row = await found.fetchone()
            if row and row[0]:
                return
            await asyncio.sleep(1.0)

    async def _keep(self, link: psycopg.AsyncConnection[Any]) -> None:
        while True:
            if time.monotonic() - self._looked_at >= LOOK_SECONDS:
                await self._look(link)
                self.is_keeping = True
            await self._round(link)
            await asyncio.sleep(ROUND_SECONDS)
            if not self._arriving:
                self._woken.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), TICK_SECONDS)

    def _let_go(self) -> None:
        self.is_keeping = False
        self.opening = None
        self._looked_at = float("-inf")
        self._answer(self._taken(), RoomAway())

    async def _look(self, link: psycopg.AsyncConnection[Any]) -> None:
        """Read what others decide: the opening, its pace, and how the web is doing."""
        row = await (await link.execute(_OPENING)).fetchone()
        slowest = await (await link.execute(_SLOWEST, [PULSE_SECONDS])).fetchone()
        now = time.monotonic()
        found = Opening(row[0].hex, *row[1:]) if row else None
        if found is not None and (self.opening is None or self.opening.id != found.id):
            self._calls, self._seen = Calls(called=found.called, now=now), Seen()
            self.pace = Pace(min(found.pace_now or found.most_pace, found.most_pace))
        elif found is not None:
            told = (slowest[0] if slowest else None) or 0
            self.pace = next_pace(
                self.pace,
                most=found.most_pace,
                slow=max(told, self.probe.milliseconds) > self._slow_milliseconds,
                now=now,
                seconds=now - self._looked_at,
            )
        self.opening, self._looked_at = found, now

    async def _round(self, link: psycopg.AsyncConnection[Any]) -> None:
        """Number who arrived and call who is next: one commit, and only then tell anybody."""
        arriving = self._taken()
        try:
            tickets = await self._write(link, len(arriving))
        except BaseException:
            self._answer(arriving, RoomAway())
            raise
        for future, ticket in zip(arriving, tickets, strict=True):
            if not future.done():
                future.set_result(ticket)

    async def _write(
        self, link: psycopg.AsyncConnection[Any], arriving: int
    ) -> list[Ticket | None]:
        now = time.monotonic()
        if self.opening is not None and self.opening.seed is None:
            await self._draw(link)
        opening = self.opening
        if opening is None:
            return [None] * arriving
        given, called = opening.given + arriving, self._calls.called
        if opening.seed is not None:
            self._calls.refill(now=now, rate=self.pace.rate)
            called = self._calls.plan(given=given)
        if not arriving and called == self._calls.called and now - self._written_at < 1.0:
            return []
        row = [arriving, called, self.pace.rate, opening.id]
        written = await (await link.execute(_WRITE, row)).fetchone()
        if written is None:  # closed a moment ago
            self.opening = None
            return [None] * arriving
        self._written_at = now
        self._calls.call(called, now=now)
        self._seen.note(called, now=now)
        self.opening = replace(opening, given=written[0], called=called)
        at = int(time.time() * 1000)
        first = written[0] - arriving
        return [Ticket(opening.id, first + place, at) for place in range(arriving)]

    async def _draw(self, link: psycopg.AsyncConnection[Any]) -> None:
        """Draw the seed once the door is open: until then nobody can know any order."""
        opening = self.opening
        if opening is None or time.time() < opening.opens_at.timestamp():
            return
        seed = secrets.token_bytes(32)
        drawn = await (await link.execute(_DRAW, [seed, opening.id])).fetchone()
        if drawn is None:  # another look at the row shows what it holds
            self._looked_at = float("-inf")
            return
        self._calls = Calls(called=opening.called, now=time.monotonic())
        self.opening = replace(opening, seed=seed, early=drawn[0])

    def _taken(self) -> list[asyncio.Future[Ticket | None]]:
        arriving, self._arriving = self._arriving, []
        return arriving

    @staticmethod
    def _answer(futures: list[asyncio.Future[Ticket | None]], error: Exception) -> None:
        for future in futures:
            if not future.done():
                future.set_exception(error)
