"""How long the pages let somebody wait, as somebody feels it who asks from outside.

The web's own times begin when one of its threads has taken a request. What a request waits for
a thread, which is most of it when too many were let in, is seen only by who asks.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

import httpx

PROBE_SECONDS = 1.0
# One late answer is an accident; the middle of three that is late is a queue.
REMEMBERED = 3
PATIENCE_SECONDS = 10.0
_PATH = "/healthz"


class Probe:
    """Asks the pages, while a room is kept, for an answer that itself costs them nothing."""

    def __init__(self, site: str, *, is_wanted: Callable[[], bool]) -> None:
        """Take the address of the pages, and what says whether anybody wants to know."""
        self._url = site.rstrip("/") + _PATH
        self._is_wanted = is_wanted
        self._took: deque[float] = deque(maxlen=REMEMBERED)

    @property
    def milliseconds(self) -> float:
        """The middle of the last answers' times; 0 while too few have come.

        Pages that are not there at all are not slow: they give no time.
        """
        if len(self._took) < REMEMBERED:
            return 0.0
        return sorted(self._took)[REMEMBERED // 2]

    async def run(self) -> None:
        """Ask again and again until cancelled."""
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
            while True:
                if self._is_wanted():
                    await self.ask(client)
                else:
                    self._took.clear()
                await asyncio.sleep(PROBE_SECONDS)

    async def ask(self, client: httpx.AsyncClient) -> None:
        """Ask once, and note how long it took."""
        begun = time.monotonic()
        try:
            await client.get(self._url)
        except httpx.ConnectTimeout:
            pass  # too busy to let anybody in: that is slow
        except httpx.ConnectError:
            self._took.clear()
            return
        except httpx.HTTPError:
            pass  # late, or cut off amid the answer
        self._took.append((time.monotonic() - begun) * 1000)
