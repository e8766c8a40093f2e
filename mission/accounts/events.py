"""What happens to the public's accounts; no event names an id that is not proved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class SignInBegun(Event):
    """Somebody typed a national id and a mobile."""

    sign_in: UUID


@dataclass(frozen=True)
class CodeIssued(Event):
    """A code went out to the mobile of a sign-in."""

    sign_in: UUID


@dataclass(frozen=True)
class CodeRefused(Event):
    """A code was wrong, late, used, or one too many."""

    sign_in: UUID
    tries: int


@dataclass(frozen=True)
class CodesLimited(Event):
    """Too many codes were asked for; ``key`` is a digest of who or where."""

    key: str
    counted: str
    count: int


@dataclass(frozen=True)
class AccountOpened(Event):
    """A national id has an account now."""

    account: UUID
    proof: str


@dataclass(frozen=True)
class SignedIn(Event):
    """The holder of an account signed in."""

    account: UUID
    way: str


@dataclass(frozen=True)
class AccountUsedForCaller(Event):
    """A member of staff opened an account at the telephone, for its holder."""

    account: UUID


@dataclass(frozen=True)
class MobileMoved(Event):
    """An account has another mobile, after a member of staff checked who asks."""

    account: UUID
    reason: str


@dataclass(frozen=True)
class PasskeyAdded(Event):
    """An account has one more passkey."""

    account: UUID
    passkey: UUID


@dataclass(frozen=True)
class PasskeyRemoved(Event):
    """An account has one passkey less."""

    account: UUID
    passkey: UUID


@dataclass(frozen=True)
class SignInsForgotten(Event):
    """Sign-ins and counts of former days were deleted."""

    before: datetime
    sign_ins: int
