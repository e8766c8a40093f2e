"""The feed: follows the journal in the order in which nothing is lost, and hands events on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import psycopg

logger = logging.getLogger(__name__)

CHANNEL = "journal"
PAGE_ROWS = 1_000
# Without a notification it looks all the same: a lost one must not silence the pages.
IDLE_SECONDS = 1.0
# After a notification, entries may still be above an older transaction; it looks again soon.
CATCH_UP_SECONDS = 0.05
CATCH_UP_TRIES = 20

# The first column is a text named xid: without the table's name "1000" would sort before "999".
_PAGE = """
SELECT entry.xid::text, entry.id, event, record, at FROM journal_entry entry
WHERE (xid, id) > (%s::xid8, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY entry.xid, entry.id LIMIT %s
"""
_HORIZON = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text,
    pg_snapshot_xmax(pg_current_snapshot())::text
"""


class Cursor(NamedTuple):
    """A place in the journal; written ``<xid>.<id>``."""

    xid: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.xid}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read the written form; raises ValueError."""
        xid, _, entry_id = text.partition(".")
        if not xid.isdecimal() or int(xid) >= 2**64:
            raise ValueError(text)
        return cls(int(xid), UUID(entry_id))


@dataclass(frozen=True)
class Happening:
    """What the pages are told of one entry: never what is in it."""

    cursor: Cursor
    wire: str
    record: str
    at: datetime


LAST_ID = UUID(int=2**128 - 1)


async def connect(database_url: str) -> psycopg.AsyncConnection[Any]:
    """Open a connection outside of transactions: each statement sees what is committed."""
    return await psycopg.AsyncConnection.connect(
        database_url, autocommit=True, application_name="rifada-live", connect_timeout=5
    )


async def present(link: psycopg.AsyncConnection[Any]) -> tuple[Cursor, int]:
    """Answer the place before everything that may still come, and the next transaction id."""
    row = await (await link.execute(_HORIZON)).fetchone()
    assert row is not None  # noqa: S101  (this query always answers one row)
    return Cursor(int(row[0]) - 1, LAST_ID), int(row[1])


async def page_after(
    link: psycopg.AsyncConnection[Any], cursor: Cursor, *, limit: int = PAGE_ROWS
) -> list[Happening]:
    """Read the next happenings after a cursor, oldest first."""
    found = await link.execute(_PAGE, [str(cursor.xid), cursor.id, limit])
    rows = await found.fetchall()
    return [
        Happening(Cursor(int(xid), id_), wire, record, at)
        for xid, id_, wire, record, at in rows
    ]


class Listener(Protocol):
    """Who is told what the feed finds."""

    @property
    def position(self) -> Cursor | None:
        """The place after the last happening that it was told, or None."""
        ...

    def begin(self, place: Cursor) -> None:
        """Hear from which place on it will be told everything."""
        ...

    def tell(self, happenings: list[Happening]) -> None:
        """Hear the next happenings, in order, none left out, none twice."""
        ...


class Feed:
    """Follows the journal for ever; survives a database that goes away."""

    def __init__(self, database_url: str, listener: Listener) -> None:
        self.database_url = database_url
        self.read_at = 0.0
        self._listener = listener
        self._woken = asyncio.Event()
        self._hearing: asyncio.Task[None] | None = None

    @property
    def silent_seconds(self) -> float:
        """How long the database has not answered."""
        return time.monotonic() - self.read_at

    async def run(self) -> None:
        """Follow until cancelled."""
        pause = 0.1
        while True:
            try:
                async with self._connections() as reader:
                    pause = 0.1
                    await self._follow(reader)
            except (psycopg.Error, OSError) as error:
                logger.warning("database away (%s); trying again in %.1f s", error, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    @contextlib.asynccontextmanager
    async def _connections(self) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        """Open both connections; a dead listener ends the reader's work as well."""
        async with await connect(self.database_url) as ears:
            await ears.execute(f"LISTEN {CHANNEL}")
            listener = asyncio.create_task(self._listen(ears))
            self._hearing = listener
            try:
                async with await connect(self.database_url) as reader:
                    yield reader
            finally:
                listener.cancel()
                with contextlib.suppress(asyncio.CancelledError, psycopg.Error):
                    await listener

    async def _listen(self, ears: psycopg.AsyncConnection[Any]) -> None:
        async for _notification in ears.notifies():
            self._woken.set()

    async def _follow(self, reader: psycopg.AsyncConnection[Any]) -> None:
        place = await self._place(reader)
        looks = 0
        while True:
            self._woken.clear()
            happenings = await page_after(reader, place)
            self.read_at = time.monotonic()
            if happenings:
                place = happenings[-1].cursor
                self._listener.tell(happenings)
                looks = CATCH_UP_TRIES
            if len(happenings) < PAGE_ROWS:
                looks = await self._rest(looks)

    async def _rest(self, looks: int) -> int:
        """Wait for the next notification; answer how often to look again soon without one."""
        wait = CATCH_UP_SECONDS if looks > 0 else IDLE_SECONDS
        try:
            await asyncio.wait_for(self._woken.wait(), wait)
        except TimeoutError:
            if self._hearing is not None and self._hearing.done():
                raise OSError("the listening connection ended") from None
            return looks - 1
        return CATCH_UP_TRIES

    async def _place(self, reader: psycopg.AsyncConnection[Any]) -> Cursor:
        """Where to go on: at our last place, or now when there is none that means anything.

        A restored database counts transactions anew, so a place from before lies in its future.
        """
        now, next_xid = await present(reader)
        last = self._listener.position
        if last is not None and last.xid < next_xid:
            return last
        self._listener.begin(now)
        return now
