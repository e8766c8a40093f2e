"""The pace of admission: slower at once when the web is slow, faster by and by else."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

# Additive increase, multiplicative decrease: the one rule that finds what a system holds
# without knowing it. Source: Chiu and Jain, Analysis of the Increase and Decrease Algorithms
# for Congestion Avoidance (1989).
CUT = 0.7
GAIN_SHARE_A_SECOND = 0.02
LEAST_SHARE = 0.1
# What was admitted before a cut still works: a second cut waits until the first can be seen.
CUT_PAUSE_SECONDS = 6.0
SEEN_SECONDS = 60.0


@dataclass(frozen=True)
class Pace:
    """Admissions a second now, and when it was last cut."""

    rate: float
    cut_at: float = float("-inf")


def next_pace(pace: Pace, *, most: float, slow: bool, now: float, seconds: float) -> Pace:
    """Answer the pace after so many seconds in which the web was slow, or was not.

    most  admissions a second that the operators allow
    """
    rate = min(pace.rate, most)
    if not slow:
        return Pace(min(most, rate + most * GAIN_SHARE_A_SECOND * seconds), pace.cut_at)
    if now - pace.cut_at < CUT_PAUSE_SECONDS:
        return Pace(rate, pace.cut_at)
    return Pace(max(most * LEAST_SHARE, rate * CUT), now)


class Seen:
    """How fast people were really called in the last minute."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def note(self, called: int, *, now: float) -> None:
        """Note how many have been called up to now."""
        self._marks.append((now, called))
        while now - self._marks[0][0] > SEEN_SECONDS:
            self._marks.popleft()

    def rate(self, otherwise: float) -> float:
        """Answer calls a second in the last minute; ``otherwise`` before there is enough."""
        if not self._marks or self._marks[-1][0] - self._marks[0][0] < SEEN_SECONDS / 4:
            return otherwise
        seconds = self._marks[-1][0] - self._marks[0][0]
        return (self._marks[-1][1] - self._marks[0][1]) / seconds
