"""When to ask again, and how long it will take: told by the server, alike for everybody."""

from __future__ import annotations

import math
from dataclasses import dataclass

SOONEST_SECONDS = 4.0
LATEST_SECONDS = 120.0
# Only upwards, so that all together never ask more often than was reckoned.
JITTER_SHARE = 0.2
# The estimate is a range: the rate of the last minute, a quarter faster, a third slower.
FASTER, SLOWER = 1.25, 0.75


@dataclass(frozen=True)
class Estimate:
    """How long it takes from now, from the shorter to the longer guess, in seconds."""

    low_seconds: float
    high_seconds: float


def interval_seconds(
    position: int, *, waiting: int, rate: float, most_polls: float, chance: float
) -> float:
    """Answer after how many seconds somebody should ask again.

    About half the time that is left: so nobody misses the call, and those far behind ask
    seldom. When all together would ask more than ``most_polls`` times a second, everybody
    is stretched alike.

    chance  0…1, drawn by the caller
    """
    stretch = stretch_of(waiting=waiting, rate=rate, most_polls=most_polls)
    return _plain(position, rate) * stretch * (1 + JITTER_SHARE * chance)


def stretch_of(*, waiting: int, rate: float, most_polls: float) -> float:
    """Answer by how much every interval is stretched; at least 1."""
    return max(1.0, _polls_a_second(waiting, rate) / most_polls)


def interval_before_opening(
    seconds_left: float, *, waiting: int, most_polls: float, chance: float
) -> float:
    """Answer the interval before the opening: seldom, and spread over time after it.

    Nobody who asks early learns anything, so all come back once the door is open, spread so
    that they are at most ``most_polls`` a second.
    """
    spread = max(SOONEST_SECONDS, waiting / most_polls)
    if seconds_left <= LATEST_SECONDS:
        return seconds_left + spread * chance + 1
    return min(max(LATEST_SECONDS, spread) * (1 + JITTER_SHARE * chance), seconds_left)


def estimate(position: int, *, seen_rate: float) -> Estimate | None:
    """Answer the range of the wait; None while nobody is called, when no guess is honest."""
    if seen_rate <= 0:
        return None
    seconds = position / seen_rate
    return Estimate(seconds / FASTER, seconds / SLOWER)


def _plain(position: int, rate: float) -> float:
    wait = position / (2 * max(rate, 0.01))
    return min(LATEST_SECONDS, max(SOONEST_SECONDS, wait))


def _polls_a_second(waiting: int, rate: float) -> float:
    """Sum one over the interval of each place from above: the integral and the first place."""
    reach = 2 * max(rate, 0.01)
    near = min(waiting, reach * SOONEST_SECONDS)
    middle = min(waiting, reach * LATEST_SECONDS)
    polls = (1 + near) / SOONEST_SECONDS
    if middle > near:
        polls += reach * math.log(middle / near)
    return polls + (waiting - middle) / LATEST_SECONDS
