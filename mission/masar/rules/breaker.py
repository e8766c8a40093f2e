"""The circuit breaker: after enough failed operations nobody calls for a while."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class BreakerLimits:
    """Failed operations in a row that open it; its seconds double up to the longest."""

    failures_most: int
    first_seconds: float
    longest_seconds: float


@dataclass(frozen=True)
class BreakerFacts:
    """Failed operations in a row, openings in a row, and until when nobody calls."""

    failures: int = 0
    openings: int = 0
    open_until: datetime | None = None


CLOSED = BreakerFacts()


def may_call(breaker: BreakerFacts, *, at: datetime) -> bool:
    """Say whether an operation may be tried: when closed, and again after the wait."""
    return breaker.open_until is None or at >= breaker.open_until


def after_operation(
    breaker: BreakerFacts, *, is_failed: bool, at: datetime, limits: BreakerLimits
) -> BreakerFacts:
    """Count one operation, not its retries.

    A success closes. Enough failures open; a failed try after the wait opens for twice as long.
    """
    if not is_failed:
        return CLOSED
    counted = replace(breaker, failures=breaker.failures + 1)
    if breaker.open_until is not None and at < breaker.open_until:
        return counted  # calls that were on the line already when it opened
    if counted.failures < limits.failures_most and not breaker.openings:
        return counted
    seconds = min(limits.first_seconds * 2**breaker.openings, limits.longest_seconds)
    return BreakerFacts(
        failures=counted.failures,
        openings=min(breaker.openings + 1, 30),
        open_until=at + timedelta(seconds=seconds),
    )
