"""What may become of a permit and of a bracelet, and what a status list says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from foundation.cose.statuslist import Status
from foundation.refusals import ReasonMissing, Refusal


class State(StrEnum):
    """The state of a bracelet, as its newest status row spells it."""

    ISSUED = "ISSUED"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    REPLACED = "REPLACED"


LISTED = {
    State.ISSUED: Status.VALID,
    State.SUSPENDED: Status.SUSPENDED,
    State.REVOKED: Status.INVALID,
    State.REPLACED: Status.REPLACED,
}

_FOLLOWS = {
    State.ISSUED: {State.SUSPENDED, State.REVOKED, State.REPLACED},
    State.SUSPENDED: {State.ISSUED, State.REVOKED, State.REPLACED},
    State.REVOKED: set(),
    State.REPLACED: set(),
}


class BraceletAlreadyStopped(Refusal):
    """The bracelet's state allows no such change any more."""

    code = "bracelet_already_stopped"


class BraceletNotSuspended(Refusal):
    """Only a suspended bracelet can be let go again."""

    code = "bracelet_not_suspended"


class PermitNotInForce(Refusal):
    """The pilgrim's permit is missing, cancelled or over, so no bracelet may prove it."""

    code = "permit_not_in_force"


class NoCamp(Refusal):
    """The pilgrim's campaign has no camp, so a bracelet would open nothing."""

    code = "campaign_without_camp"


@dataclass(frozen=True, slots=True, kw_only=True)
class BraceletFacts:
    """What the rules below need to know of a bracelet."""

    serial: str
    state: State


def check_may_become(bracelet: BraceletFacts, state: State) -> None:
    """Raise BraceletAlreadyStopped or BraceletNotSuspended where this state cannot follow."""
    if state in _FOLLOWS[bracelet.state]:
        return
    if state is State.ISSUED:
        raise BraceletNotSuspended(serial=bracelet.serial, state=bracelet.state)
    raise BraceletAlreadyStopped(serial=bracelet.serial, state=bracelet.state)


def state_when_replaced(bracelet: BraceletFacts) -> State:
    """Tell what becomes of a bracelet whose pilgrim gets another one.

    One that was revoked stays so, for its readers should go on to say why. Raises
    BraceletAlreadyStopped for one that was replaced before.
    """
    if bracelet.state is State.REVOKED:
        return State.REVOKED
    check_may_become(bracelet, State.REPLACED)
    return State.REPLACED


def check_reason(reason: str) -> None:
    """Raise ReasonMissing for an empty reason."""
    if not reason:
        raise ReasonMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitFacts:
    """What the rules below need to know of a permit; it ends before `valid_until`."""

    number: str
    is_granted: bool
    valid_until: datetime


def is_in_force(permit: PermitFacts, *, at: datetime) -> bool:
    """Answer whether a bracelet may still be made for this permit."""
    return permit.is_granted and at < permit.valid_until


def check_in_force(permit: PermitFacts, *, at: datetime) -> None:
    """Raise PermitNotInForce where a bracelet would prove nothing."""
    if not is_in_force(permit, at=at):
        raise PermitNotInForce(permit=permit.number)


def check_opens_a_camp(camps: Iterable[int], *, campaign: str) -> None:
    """Raise NoCamp for a campaign without camps."""
    if not list(camps):
        raise NoCamp(campaign=campaign)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """What choosing a key needs to know: from when it signs and until when it is believed."""

    kid: int
    signs_from: datetime
    not_after: datetime
    is_withdrawn: bool


def signing_kid(keys: Iterable[KeyFacts], *, at: datetime) -> int | None:
    """Choose the key that signs now: the one most lately come into use, or None.

    A key that was published but whose `signs_from` lies ahead is not used yet: readers may
    not have heard of it.
    """
    ready = [
        key for key in keys if not key.is_withdrawn and key.signs_from <= at < key.not_after
    ]
    return max(ready, key=lambda key: (key.signs_from, key.kid)).kid if ready else None


def starts_signing(*, at: datetime, notice: timedelta, others: Iterable[KeyFacts]) -> datetime:
    """Tell from when a new key signs: at once where no other one does, else after the notice.

    notice  how long readers may take to hear of a new key
    """
    is_first = signing_kid(others, at=at) is None
    return at if is_first else at + notice
