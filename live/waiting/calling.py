"""Calling people to the door: never faster than the rate, and nobody loses the place."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

# So many seconds of unused rate may be spent at once: a short queue is let in at once.
BURST_SECONDS = 2.0
GRACE_SECONDS = 60.0

_CLAIMED = 1


@dataclass(frozen=True)
class _Call:
    """Ranks that were called together, and until when each keeps what it cost."""

    first: int
    end: int
    until: float


class Calls:
    """Ranks below ``called`` may pass; each that comes in time passes without further cost.

    Every call costs one of the tokens that come in at the rate. Who does not come within the
    grace gives the token back, so that people who left cost the others nothing; who comes
    after that still has the place and costs a token then. All tokens spent on people who
    passed are therefore never more than came in.

    After a restart nobody is known to have passed: whoever comes back costs a token once more.
    """

    def __init__(self, *, called: int, now: float) -> None:
        self.called = called
        self.tokens = 0.0
        self._at = now
        self._claimed = bytearray(called)
        self._open: deque[_Call] = deque()
        self._grace = GRACE_SECONDS
        self._late = self._late_before = 0

    def refill(self, *, now: float, rate: float, grace: float = GRACE_SECONDS) -> None:
        """Let the tokens of the time since the last refill come in."""
        self._grace = grace
        self._late_before, self._late = self._late, 0
        self.tokens += rate * max(0.0, now - self._at)
        self._at = max(now, self._at)
        while self._open and self._open[0].until <= now:
            gone = self._open.popleft()
            self.tokens += self._claimed.count(0, gone.first, gone.end)
        self.tokens = min(self.tokens, max(1.0, rate * BURST_SECONDS))

    def plan(self, *, given: int) -> int:
        """Answer up to where ranks could be called now, without calling them.

        Up to half of the tokens stay for those who came late and were told to wait.

        given  how many tickets there are
        """
        spare = min(self._late_before, self.tokens / 2)
        return min(given, self.called + int(self.tokens - spare))

    def call(self, until: int, *, now: float) -> None:
        """Call the ranks below ``until``, as was planned and written down."""
        if until <= self.called:
            return
        self.tokens -= until - self.called
        self._open.append(_Call(self.called, until, now + self._grace))
        self._claimed.extend(bytes(until - self.called))
        self.called = until

    def has_called(self, rank: int) -> bool:
        """Answer whether the rank may pass."""
        return rank < self.called

    def claim(self, rank: int) -> bool:
        """Let a rank pass; answer False when it was not called, or comes late and must wait.

        Whoever passed before passes again: it is the same person.
        """
        if rank >= self.called:
            return False
        if self._claimed[rank]:
            return True
        if rank < self._oldest_open():
            if self.tokens < 1:
                self._late += 1
                return False
            self.tokens -= 1
        self._claimed[rank] = _CLAIMED
        return True

    @property
    def passed(self) -> int:
        """How many passed since this program began."""
        return self._claimed.count(_CLAIMED)

    def _oldest_open(self) -> int:
        return self._open[0].first if self._open else self.called
