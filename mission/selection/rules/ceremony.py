"""The steps of a round in their order, and the moments between which each may happen."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import drand_verify

from foundation.refusals import Refusal

DRAFT, COMMITTING, FROZEN = "DRAFT", "COMMITTING", "FROZEN"
REVEALED, DRAWN, PUBLISHED = "REVEALED", "DRAWN", "PUBLISHED"
STATES = (DRAFT, COMMITTING, FROZEN, REVEALED, DRAWN, PUBLISHED)

DRAND, DICE, LOTTERY = "DRAND", "DICE", "LOTTERY"

# drand quicknet, run by the League of Entropy: its first round and the pause between rounds.
# Source: https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/info
DRAND_GENESIS = datetime.fromtimestamp(1692803367, tz=UTC)
DRAND_PERIOD = timedelta(seconds=3)
SIGNATURE = re.compile(r"[0-9a-f]{96}")  # a point of BLS12-381's G1, compressed


class StepOutOfOrder(Refusal):
    """A step that comes too early, too late or twice."""

    code = "step_out_of_order"


class ChanceAlreadyKnown(Refusal):
    """The moment of the public randomness has come: nothing before it may change any more."""

    code = "chance_already_known"


class ChanceNotDue(Refusal):
    """The moment of the public randomness has not come yet."""

    code = "chance_not_due"


class ChanceNotNamed(Refusal):
    """The public randomness has to be named, and lie ahead, when the files are frozen."""

    code = "chance_not_named"
    status = 422


class BadDrandSignature(Refusal):
    """Not the signature of the named drand round."""

    code = "bad_drand_signature"
    status = 422


def check_step(*, state: str, needed: str) -> None:
    """Refuse a step unless the round stands right before it. Raises StepOutOfOrder."""
    if state != needed:
        is_early = STATES.index(state) < STATES.index(needed)
        raise StepOutOfOrder(state=state, needed=needed, is_early=is_early)


def check_not_over(state: str) -> None:
    """Refuse what belongs to the ceremony once its result is public. Raises StepOutOfOrder."""
    if state == PUBLISHED:
        raise StepOutOfOrder(state=state, needed=DRAWN, is_early=False)


def check_chance_ahead(*, at: datetime, chance_at: datetime) -> None:
    """Refuse what may only happen before chance is known. Raises ChanceAlreadyKnown."""
    if at >= chance_at:
        raise ChanceAlreadyKnown(chance_at=chance_at)


def check_chance_due(*, at: datetime, chance_at: datetime) -> None:
    """Refuse what may only happen when chance is known. Raises ChanceNotDue."""
    if at < chance_at:
        raise ChanceNotDue(chance_at=chance_at)


def check_chance_named(*, kind: str, name: str, at: datetime, chance_at: datetime) -> None:
    """Refuse a freeze that leaves open what chance will decide. Raises ChanceNotNamed."""
    is_round = kind != DRAND or (name.isdecimal() and drand_moment(int(name)) == chance_at)
    if (
        kind not in (DRAND, DICE, LOTTERY)
        or not name.strip()
        or at >= chance_at
        or not is_round
    ):
        raise ChanceNotNamed(kind=kind, name=name, chance_at=chance_at)


def drand_moment(number: int) -> datetime:
    """Return when a round of drand quicknet is published."""
    return DRAND_GENESIS + DRAND_PERIOD * (number - 1)


def next_drand_round(after: datetime) -> int:
    """Return the first round of drand quicknet that is published after a moment."""
    return max(0, (after - DRAND_GENESIS) // DRAND_PERIOD) + 2


def drand_randomness(*, number: int, signature: str) -> str:
    """Return the randomness of a drand round from its BLS signature, in lower-case hex.

    Raises BadDrandSignature.
    """
    given = signature.strip().lower()
    if not SIGNATURE.fullmatch(given):
        raise BadDrandSignature(number=number)
    try:
        randomness: str = drand_verify.verify_quicknet(number, given)
    except ValueError as error:
        raise BadDrandSignature(number=number) from error
    return randomness
