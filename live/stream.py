"""One open page: what it missed, then what happens, as the text of server-sent events."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import psycopg

from foundation.tickets import Ticket
from live.feed import Cursor, Happening, connect, page_after, present
from live.hub import Hub
from live.settings import Settings

BATCH = 500
_BEAT = ": beat\n\n"
# The browser comes back after so long.
_RETRY = "retry: 2000\n\n"


class Streams:
    """All open streams of this process, and the few connections that catch up for them."""

    def __init__(self, settings: Settings, hub: Hub) -> None:
        self.settings = settings
        self.hub = hub
        self.count = 0
        self._catching_up = asyncio.Semaphore(4)

    @property
    def is_full(self) -> bool:
        """Whether no further stream is taken."""
        return self.count >= self.settings.most_streams

    async def run(self, ticket: Ticket, after: Cursor | None) -> AsyncIterator[str]:
        """Give the texts to send to one page, until it leaves or has stayed long enough.

        A page that reads slowly is read for slowly: it goes on from its own place, from memory
        or from the rows, and costs nothing while it does not read.
        """
        self.count += 1
        try:
            async for text in self._texts(ticket, after):
                yield text
        except (psycopg.Error, OSError):
            return  # the page comes back by itself and asks for the rest
        finally:
            self.count -= 1

    async def _texts(self, ticket: Ticket, after: Cursor | None) -> AsyncIterator[str]:
        era = self.hub.era
        yield _RETRY
        place = after or self.hub.position
        if place is None:
            return
        if after is None:
            yield _text("ready", place)
        elif await self._is_from_another_server(after):
            place = self.hub.position or after
            yield _text("reset", place)
        leave_at = time.monotonic() + self.settings.longest_stream_seconds
        while time.monotonic() < leave_at and era == self.hub.era:
            happenings, place = await self._next(place)
            for text in _texts_for(ticket, happenings):
                yield text
            place = happenings[-1].cursor if happenings else place
            if not happenings and not await self.hub.wait(self.settings.beat_seconds):
                yield _BEAT

    async def _next(self, place: Cursor) -> tuple[list[Happening], Cursor]:
        """Answer what happened next after a place, and the place to go on from if nothing."""
        remembered = self.hub.after(place, limit=BATCH)
        if remembered is not None:
            return remembered, place
        floor = self.hub.floor
        async with self._catching_up, await connect(self.settings.database_url) as link:
            happenings = await page_after(link, place)
        return happenings, place if happenings or floor is None else max(place, floor)

    async def _is_from_another_server(self, after: Cursor) -> bool:
        """A place beyond every transaction is from before the database was restored."""
        position = self.hub.position
        if position is not None and after <= position:
            return False
        async with self._catching_up, await connect(self.settings.database_url) as link:
            _now, next_xid = await present(link)
        return after.xid >= next_xid


def _texts_for(ticket: Ticket, happenings: list[Happening]) -> Iterator[str]:
    """Write what a page may hear: each record, or each kind once with how many there were."""
    if ticket.records:
        for each in happenings:
            if ticket.covers(each.wire):
                yield _text(each.wire, each.cursor, at=each.at.isoformat(), record=each.record)
        return
    counts = Counter(happening.wire for happening in happenings)
    newest = {happening.wire: happening for happening in happenings}
    for each in sorted(newest.values(), key=lambda happening: happening.cursor):
        if ticket.covers(each.wire):
            yield _text(each.wire, each.cursor, at=each.at.isoformat(), count=counts[each.wire])


def _text(name: str, cursor: Cursor, **told: str | int) -> str:
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"id: {cursor}\nevent: {name}\ndata: {data}\n\n"
