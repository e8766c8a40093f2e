"""What a gateway's answer means, when a message is tried again, and which states follow which.

The gateway speaks Kannel's ``sendsms``: https://www.kannel.org/download/1.4.5/userguide-1.4.5/,
"Using the HTTP Interface to Send SMS Messages" and "Delivery reports".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from foundation.refusals import Refusal


class State(StrEnum):
    """Where a message is. UNKNOWN: it may have been sent, and nobody knows."""

    QUEUED = "QUEUED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


class End(StrEnum):
    """How one call to the gateway ended."""

    ACCEPTED = "ACCEPTED"
    TEMPORARY = "TEMPORARY"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"


class NotResendable(Refusal):
    """The message is on its way, has arrived, or held a code that is not kept."""

    code = "message_not_resendable"


@dataclass(frozen=True)
class Secret:
    """A text that is not kept, such as a code; after ``until`` it is not sent any more."""

    text: str
    until: datetime


@dataclass(frozen=True)
class Answer:
    """What came back from the gateway; ``words`` are its own, for the staff."""

    end: End
    words: str = ""


# The first wait is short because somebody looks at a screen; later ones give the gateway air.
# The sum is a quarter of an hour, after which a person decides.
WAITS = tuple(timedelta(seconds=each) for each in (2, 5, 15, 60, 180, 600))
# What a queue that stood still for longer than this would tell is no news any more.
NEWS_KEEPS = timedelta(days=2)
# A call takes at most half of this; whoever is "sending" for longer has died meanwhile.
SENDING_MOST = timedelta(minutes=1)
# Answers that mean "nothing was taken, the same call may go through later": too many calls, the
# gateway is down, and a wrong password, which the systems unit mends.
_TEMPORARY = frozenset({401, 403, 429, 503})
_ACCEPTED = re.compile(r"\s*[03]:")

_DELIVERY = {
    1: State.DELIVERED,
    2: State.FAILED,
    4: State.SENT,
    8: State.SENT,
    16: State.FAILED,
}
_FOLLOWS = {
    State.SENDING: {State.SENT, State.DELIVERED, State.FAILED},
    State.SENT: {State.DELIVERED, State.FAILED},
    State.UNKNOWN: {State.SENT, State.DELIVERED, State.FAILED},
    # A report of success outweighs what we concluded ourselves.
    State.FAILED: {State.DELIVERED},
}


def read_answer(status: int, text: str) -> Answer:
    """Read the gateway's answer; what is neither a yes nor a clear no is UNKNOWN."""
    words = f"HTTP {status} {' '.join(text.replace(chr(0), '').split())}"[:200]
    if 200 <= status < 300:
        return Answer(End.ACCEPTED if _ACCEPTED.match(text) else End.UNKNOWN, words)
    if status in _TEMPORARY:
        return Answer(End.TEMPORARY, words)
    return Answer(End.REFUSED if 400 <= status < 500 else End.UNKNOWN, words)


def is_news(happened_at: datetime, *, at: datetime) -> bool:
    """Answer whether a person should still be told of what happened: late news confuses."""
    return at - happened_at < NEWS_KEEPS


def next_try_at(
    tries: int, *, at: datetime, expires_at: datetime | None = None
) -> datetime | None:
    """Answer when a message that was not taken is tried again; None: never.

    tries       how often it was tried so far
    expires_at  of a code: a late one only confuses
    """
    if tries > len(WAITS):
        return None
    again_at = at + WAITS[tries - 1]
    return None if expires_at is not None and again_at >= expires_at else again_at


def read_report(kind: int, *, state: State) -> State | None:
    """Answer the state that a delivery report leads to; None when it changes nothing."""
    wanted = _DELIVERY.get(kind)
    return wanted if wanted in _FOLLOWS.get(state, set()) else None


def check_resendable(state: State, *, is_secret: bool) -> None:
    """Raise NotResendable unless a person may have the message sent again."""
    if is_secret or state not in (State.FAILED, State.UNKNOWN):
        raise NotResendable(state=state.value)
