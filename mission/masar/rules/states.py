"""Operations and states of a request, and the one way in which states move: forwards."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Operation(StrEnum):
    """What is asked of the e-path, in the order in which a pilgrim needs it."""

    GROUP = "GROUP"
    PILGRIM = "PILGRIM"
    VISA = "VISA"
    PERMIT = "PERMIT"


class State(StrEnum):
    """Where one request stands.

    PENDING    it has not been sent, or they said that they did not take it
    SENT       it is on the line at this moment, or its sender died
    UNKNOWN    sent, and no answer came: they may have it or not; only asking by key tells
    RECEIVED   they have it and are not finished
    ACCEPTED   accepted or issued
    REJECTED   refused; another request may be opened for the same thing
    WITHDRAWN  accepted once, and cancelled or revoked since
    """

    PENDING = "PENDING"
    SENT = "SENT"
    UNKNOWN = "UNKNOWN"
    RECEIVED = "RECEIVED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


OPEN = frozenset({State.PENDING, State.SENT, State.UNKNOWN, State.RECEIVED})
LIVE = OPEN | {State.ACCEPTED}

_RANK = {
    State.PENDING: 0,
    State.SENT: 0,
    State.UNKNOWN: 0,
    State.RECEIVED: 1,
    State.ACCEPTED: 2,
    State.REJECTED: 2,
    State.WITHDRAWN: 3,
}

_UNHEARD = {
    (State.SENT, State.UNKNOWN),
    (State.SENT, State.PENDING),
    (State.UNKNOWN, State.PENDING),
}

# The words of their contract. A word that it does not name yet means: they have it.
_THEIR_WORDS = {
    "RECEIVED": State.RECEIVED,
    "UNDER_REVIEW": State.RECEIVED,
    "REQUESTED": State.RECEIVED,
    "ACCEPTED": State.ACCEPTED,
    "ISSUED": State.ACCEPTED,
    "REJECTED": State.REJECTED,
    "REFUSED": State.REJECTED,
    "CANCELLED": State.WITHDRAWN,
    "REVOKED": State.WITHDRAWN,
}


def state_of_word(word: str) -> State:
    """Translate a state of the e-path; a word that is not known yet counts as RECEIVED."""
    return _THEIR_WORDS.get(word, State.RECEIVED)


def moves(*, stands: State, told: State) -> bool:
    """Say whether a request that stands here moves because they tell this.

    What they tell may be old or told twice, so it only ever moves a request forwards. Back
    to PENDING, under the same key, it goes only while nothing was ever heard of it.
    """
    return _RANK[told] > _RANK[stands] or (stands, told) in _UNHEARD


def contradicts(*, stands: State, told: State) -> bool:
    """Say whether both sides hold opposite decisions, which only a person can settle."""
    return {stands, told} == {State.ACCEPTED, State.REJECTED}


def next_operation(
    *, accepted: Collection[Operation], begun: Collection[Operation]
) -> Operation | None:
    """Give what to ask next for a pilgrim; None while something is under way or all is done.

    accepted  operations with a request that is ACCEPTED
    begun     operations with any request at all, whatever became of it
    """
    for operation in (Operation.PILGRIM, Operation.VISA, Operation.PERMIT):
        if operation in accepted:
            continue
        return None if operation in begun else operation
    return None


def furthest(first: State, second: State) -> State:
    """Give the later of two states that they told about one request."""
    return second if _RANK[second] >= _RANK[first] else first
