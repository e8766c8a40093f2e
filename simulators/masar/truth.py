"""What is true on this side, for those who check a mission's books against it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from simulators.masar.store import LIVE, Record, Store


def _line(record: Record) -> dict[str, str]:
    return {
        "operation": record.operation,
        "key": record.key,
        "passport": record.passport,
        "application_number": record.application_number,
        "number": record.number,
        "state": record.state,
    }


def bookings(store: Store, *, with_records: bool) -> dict[str, Any]:
    """Count what is booked and what is booked twice; with every record where asked for.

    A subject is booked twice when more than one request of one kind for it is alive:
    under way, accepted or issued.
    """
    alive: Counter[tuple[str, int, str]] = Counter()
    states: Counter[str] = Counter()
    lines = []
    for record in store.everything():
        states[f"{record.operation} {record.state}"] += 1
        if record.state in LIVE:
            alive[record.operation, record.season, record.passport] += 1
        if with_records:
            lines.append(_line(record))
    twice = [
        {"operation": operation, "season": season, "subject": subject, "alive": count}
        for (operation, season, subject), count in alive.items()
        if count > 1
    ]
    answer: dict[str, Any] = {"states": dict(sorted(states.items())), "booked_twice": twice}
    if with_records:
        answer["records"] = lines
    return answer
