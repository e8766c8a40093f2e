"""The count of failed sign-ins, and the wait after too many.

Every try is counted before the password is looked at, in one statement that locks its row: so a
hundred tries at once cannot all see "four failures so far".
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from foundation import journal
from foundation.counting import count_once_more
from foundation.scoping import Actor
from mission.staff.events import SignInLocked
from mission.staff.models import SignInTries
from mission.staff.rules import (
    LIMIT_PER_ACCOUNT,
    LIMIT_PER_ADDRESS,
    TryLimit,
    is_locked,
    wait_until,
)


@transaction.atomic
def count_sign_in_try(*, email: str, address: str, by: Actor, at: datetime) -> timedelta | None:
    """Count one try at an account from an address, before its password is looked at.

    Answers how long to wait when the try is one too many, else None. It answers and does not
    raise, because a raise would roll the count back.
    """
    waits = [
        _count(_key(email, address), LIMIT_PER_ADDRESS, by=by, at=at),
        _count(_key(email, ""), LIMIT_PER_ACCOUNT, by=by, at=at),
    ]
    longest = max((wait for wait in waits if wait), default=None)
    return longest - at if longest else None


@transaction.atomic
def forget_sign_in_tries(*, email: str, address: str, by: Actor, at: datetime) -> None:
    """Start the count anew after a sign-in that went well."""
    keys = [_key(email, address), _key(email, "")]
    SignInTries.objects.filter(key__in=keys).delete()


def _count(key: str, limit: TryLimit, *, by: Actor, at: datetime) -> datetime | None:
    tries, since = count_once_more(
        SignInTries, count="tries", key=key, window=limit.window, at=at
    )
    if not is_locked(tries, limit=limit):
        return None
    if tries == limit.tries + 1:
        journal.record(SignInLocked(key=key, tries=tries), by=by, at=at)
    return wait_until(since, limit=limit)


def _key(email: str, address: str) -> str:
    return sha256(f"{email.strip().lower()}\n{address}".encode()).hexdigest()
