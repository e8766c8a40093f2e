"""The comparison of both sides: every key that one has and the other has not, or not so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from mission.masar.rules.answers import Told
from mission.masar.rules.states import LIVE, State, contradicts, moves


class Finding(StrEnum):
    """What the comparison of one key shows.

    BEHIND         they are further than we know: their word is taken over
    MISSING_THERE  we believe that they have it, and their list does not
    CONTRADICTION  one side says accepted, the other rejected
    DUPLICATE      they hold a live booking that we never made, beside one of ours
    STRANGER       they hold a live booking that we never made, and we have none for it
    """

    BEHIND = "BEHIND"
    MISSING_THERE = "MISSING_THERE"
    CONTRADICTION = "CONTRADICTION"
    DUPLICATE = "DUPLICATE"
    STRANGER = "STRANGER"


@dataclass(frozen=True)
class Ours:
    """One request of ours; `subject` is the passport number it was sent with."""

    key: str
    state: State
    subject: str


@dataclass(frozen=True)
class Theirs:
    """One record of theirs."""

    key: str
    subject: str
    told: Told


@dataclass(frozen=True)
class Compared:
    """One difference."""

    finding: Finding
    key: str
    subject: str
    told: Told | None = None


_BELIEVED_THERE = {State.RECEIVED, State.ACCEPTED}


def is_our_key(key: str) -> bool:
    """Say whether a key has the form of ours, a UUID."""
    try:
        UUID(key)
    except ValueError:
        return False
    return True


def compare(*, ours: Iterable[Ours], theirs: Iterable[Theirs]) -> list[Compared]:
    """List the differences of one operation, theirs first, then what is missing there.

    Both lists are whole; the order of either does not matter. Equal sides give nothing.
    """
    mine = {own.key: own for own in ours}
    there = {record.key: record for record in theirs}
    live_subjects = {own.subject for own in mine.values() if own.state in LIVE}
    found = [
        difference
        for key, record in sorted(there.items())
        if (difference := _difference(mine.get(key), record, live_subjects))
    ]
    missing = [
        Compared(Finding.MISSING_THERE, own.key, own.subject)
        for key, own in sorted(mine.items())
        if own.state in _BELIEVED_THERE and key not in there
    ]
    return found + missing


def _difference(own: Ours | None, record: Theirs, live_subjects: set[str]) -> Compared | None:
    told = record.told
    if own is None:
        if told.state not in LIVE:
            return None
        is_second = record.subject in live_subjects
        finding = Finding.DUPLICATE if is_second else Finding.STRANGER
        return Compared(finding, record.key, record.subject, told)
    if contradicts(stands=own.state, told=told.state):
        return Compared(Finding.CONTRADICTION, record.key, own.subject, told)
    if moves(stands=own.state, told=told.state):
        return Compared(Finding.BEHIND, record.key, own.subject, told)
    return None
