"""Who asks far more often than told: answered 429, and slowly, so that it costs little.

Counted in memory for each ticket, in windows of ten seconds: what a window counted is dropped
whole with it. Three devices that ask as told, and people who press reload, stay far below.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field

WINDOW_SECONDS = 10.0
MOST_IN_WINDOW = 20
# Whoever asks again at once has to wait for the answer; so many may at the same time.
HOLD_SECONDS = 2.0
MOST_HELD = 2_000


@dataclass
class Greed:
    """Counts what each ticket asks."""

    _ends_at: float = 0.0
    _asked: dict[int, int] = field(default_factory=dict)
    _held: int = 0

    def too_often(self, number: int, *, now: float) -> bool:
        """Count one request of a ticket, and answer whether it is one too many.

        now  seconds of a clock that never goes back
        """
        if now >= self._ends_at:
            self._asked, self._ends_at = {}, now + WINDOW_SECONDS
        asked = self._asked.get(number, 0) + 1
        self._asked[number] = asked
        return asked > MOST_IN_WINDOW

    def seconds_left(self, *, now: float) -> int:
        """Answer after how many seconds the ticket may ask again."""
        return max(1, math.ceil(self._ends_at - now))

    async def hold(self) -> None:
        """Keep a greedy one waiting, unless too many are kept already."""
        if self._held >= MOST_HELD:
            return
        self._held += 1
        try:
            await asyncio.sleep(HOLD_SECONDS)
        finally:
            self._held -= 1
