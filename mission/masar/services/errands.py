"""Errands of the sender: calls that may be on the line together, and their recording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foundation.scoping import Actor
from mission.masar import queries
from mission.masar.rules.breaker import BreakerLimits
from mission.masar.rules.states import Operation, State
from mission.masar.services.feed import record_changes
from mission.masar.services.line import record_end
from mission.masar.services.port import End, Reply, SaudiPath
from mission.masar.services.sending import Chunk, claim_chunk, record_asked, record_sent
from mission.season.models import Season

FEED, ASK, SEND = "FEED", "ASK", "SEND"


@dataclass(frozen=True)
class Pace:
    """Requests a call, calls at once, and when the breaker opens."""

    chunk: int
    at_once: int
    breaker: BreakerLimits


@dataclass(frozen=True)
class Sitting:
    """One sender at work: for which season, over which path, as whom, by which clock."""

    season: Season
    path: SaudiPath
    by: Actor
    clock: Callable[[], datetime]
    pace: Pace


@dataclass(frozen=True)
class Errand:
    """One call to be made in a thread, and what to do with its end in the main one.

    purpose  whose breaker counts it
    """

    lane: str
    purpose: str
    call: Callable[[], Reply]
    record: Callable[[Reply, datetime], Counter[State]]


def finish(sitting: Sitting, errand: Errand, reply: Reply) -> int:
    """Record how an errand ended; answers how many requests came further."""
    at = sitting.clock()
    limits = sitting.pace.breaker
    record_end(
        season=sitting.season,
        purpose=errand.purpose,
        reply=reply,
        limits=limits,
        by=sitting.by,
        at=at,
    )
    moved = errand.record(reply, at)
    # back to PENDING is a step forward only where it was asked for
    idle = {State.UNKNOWN} if errand.lane == ASK else {State.UNKNOWN, State.PENDING}
    return sum(count for state, count in moved.items() if state not in idle)


def send_errand(sitting: Sitting, operation: Operation) -> Errand | None:
    """Claim a chunk of one operation to send; None when nothing of it waits."""
    chunk = claim_chunk(
        season=sitting.season,
        operation=operation,
        size=sitting.pace.chunk,
        by=sitting.by,
        at=sitting.clock(),
    )
    return _sending(sitting, chunk) if chunk else None


def _sending(sitting: Sitting, chunk: Chunk) -> Errand:
    def record(reply: Reply, at: datetime) -> Counter[State]:
        return record_sent(
            season=sitting.season, chunk=chunk, reply=reply, by=sitting.by, at=at
        )

    def call() -> Reply:
        return sitting.path.send(chunk.operation, chunk.items)

    return Errand(SEND, f"{SEND} {chunk.operation}", call, record)


def ask_errand(sitting: Sitting, keys: Sequence[UUID]) -> Errand:
    """Ask what became of keys."""

    def record(reply: Reply, at: datetime) -> Counter[State]:
        return record_asked(season=sitting.season, keys=keys, reply=reply, by=sitting.by, at=at)

    return Errand(ASK, ASK, lambda: sitting.path.ask([str(key) for key in keys]), record)


def feed_errand(sitting: Sitting) -> Errand:
    """Read the next page of the feed."""
    cursor = queries.link_of(sitting.season).cursor

    def record(reply: Reply, at: datetime) -> Counter[State]:
        if reply.end is not End.ANSWERED:
            return Counter()
        return record_changes(season=sitting.season, reply=reply, by=sitting.by, at=at)

    return Errand(FEED, FEED, lambda: sitting.path.changes(cursor), record)
