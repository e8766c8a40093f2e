"""The hub: the last happenings in order, read by every open stream at its own pace."""

from __future__ import annotations

import asyncio
from bisect import bisect_right

from live.feed import Cursor, Happening


class Hub:
    """Remembers what happened lately; nothing waits here for a page that reads slowly.

    floor  everything after this place is remembered; None until the journal is followed
    era    changes when places from before mean nothing any more
    """

    def __init__(self, *, remembered: int) -> None:
        self.floor: Cursor | None = None
        self.era = 0
        self._happenings: list[Happening] = []
        self._remembered = remembered
        self._news = asyncio.Event()

    @property
    def position(self) -> Cursor | None:
        """The place after the last happening."""
        return self._happenings[-1].cursor if self._happenings else self.floor

    def begin(self, place: Cursor) -> None:
        """Forget everything and remember from this place on."""
        self.floor = place
        self.era += 1
        self._happenings.clear()
        self._wake()

    def close(self) -> None:
        """End every stream; their pages come back, to this program or to another."""
        self.era += 1
        self._wake()

    def tell(self, happenings: list[Happening]) -> None:
        """Remember a page of happenings and wake every stream."""
        self._happenings += happenings
        surplus = len(self._happenings) - self._remembered
        if surplus > self._remembered:  # cut seldom, and then a good piece
            self.floor = self._happenings[surplus - 1].cursor
            del self._happenings[:surplus]
        self._wake()

    def after(self, place: Cursor, *, limit: int) -> list[Happening] | None:
        """Answer what happened after a place, or None when it is not remembered so far back."""
        if self.floor is None or place < self.floor:
            return None
        start = bisect_right(self._happenings, place, key=lambda happening: happening.cursor)
        return self._happenings[start : start + limit]

    async def wait(self, seconds: float) -> bool:
        """Wait for news; answer False when there was none in that time."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _wake(self) -> None:
        """Wake all who wait now; who waits later waits for the next news."""
        self._news.set()
        self._news = asyncio.Event()
