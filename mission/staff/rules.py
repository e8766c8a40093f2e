"""Roles, how far each one sees, and when an account is locked; plain decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What somebody does in the mission; ``config.roles`` says what each may."""

    SYSTEMS = "SYSTEMS"
    COMMITTEE_CHAIR = "COMMITTEE_CHAIR"
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER"
    COMMITTEE_SECRETARY = "COMMITTEE_SECRETARY"
    COMMITTEE_WITNESS = "COMMITTEE_WITNESS"
    REGISTRAR = "REGISTRAR"
    CAMPAIGN_MANAGER = "CAMPAIGN_MANAGER"
    GATE_GUARD = "GATE_GUARD"
    CONTACT_AGENT = "CONTACT_AGENT"
    OPERATIONS = "OPERATIONS"
    CLINICIAN = "CLINICIAN"
    HEAD_OF_MISSION = "HEAD_OF_MISSION"


# Roles that work for the whole mission; the others see at most their own campaigns.
WHOLE_MISSION = frozenset(
    {
        Role.SYSTEMS,
        Role.COMMITTEE_CHAIR,
        Role.COMMITTEE_MEMBER,
        Role.COMMITTEE_SECRETARY,
        Role.COMMITTEE_WITNESS,
        Role.REGISTRAR,
        Role.CONTACT_AGENT,
        Role.OPERATIONS,
        Role.HEAD_OF_MISSION,
    }
)


# Of these, the roles that see the pilgrims of every campaign by themselves.
OVERSIGHT = frozenset({Role.SYSTEMS, Role.HEAD_OF_MISSION})


def sees_every_campaign(roles: Iterable[str]) -> bool:
    """Answer whether somebody with these roles reaches beyond the own campaigns.

    The permissions of several roles add up. So whoever also manages a campaign reaches all of
    them by oversight only: otherwise a manager who helps in the contact centre would see every
    campaign's pilgrims, which neither role shows.
    """
    held = frozenset(roles)
    wide = OVERSIGHT if Role.CAMPAIGN_MANAGER in held else WHOLE_MISSION
    return bool(wide.intersection(held))


@dataclass(frozen=True)
class TryLimit:
    """How many failed sign-ins are borne before a wait.

    tries   failures within ``window`` that are still borne
    window  a failure older than this no longer counts; the wait is as long
    """

    tries: int
    window: timedelta


# One person at one address, and one account from everywhere: the second is wider, because a
# lock on the account alone would let a stranger keep its owner out.
LIMIT_PER_ADDRESS = TryLimit(tries=5, window=timedelta(minutes=15))
LIMIT_PER_ACCOUNT = TryLimit(tries=30, window=timedelta(minutes=15))


def is_locked(tries: int, *, limit: TryLimit) -> bool:
    """Answer whether this try, counted in ``tries``, is one too many."""
    return tries > limit.tries


def wait_until(since: datetime, *, limit: TryLimit) -> datetime:
    """Answer when a locked person may try again; ``since`` is the first try that counts."""
    return since + limit.window
