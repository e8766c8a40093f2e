"""What happens to the staff."""

from dataclasses import dataclass
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class MemberHired(Event):
    """A person got an account."""

    member: UUID
    roles: tuple[str, ...]


@dataclass(frozen=True)
class RolesChanged(Event):
    """A member's roles are others now."""

    member: UUID
    given: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True)
class MemberDismissed(Event):
    """A member's account is closed; their sessions have ended."""

    member: UUID
    reason: str


@dataclass(frozen=True)
class PasswordGiven(Event):
    """A member got a new password from the unit; their other sessions end with it."""

    member: UUID


@dataclass(frozen=True)
class SecondFactorsRemoved(Event):
    """A member who lost the device has no second factor any more; their sessions have ended."""

    member: UUID
    reason: str


@dataclass(frozen=True)
class SessionEnded(Event):
    """A member was signed out on one device, from another one."""

    member: UUID


@dataclass(frozen=True)
class SignInLocked(Event):
    """Too many failed sign-ins: an account, or an account at one address, has to wait."""

    key: str
    tries: int
