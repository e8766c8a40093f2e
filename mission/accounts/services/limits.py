"""The count of codes that were asked for; every request is counted before anything is done."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from foundation import journal, signing
from foundation.counting import count_once_more
from foundation.scoping import Actor
from mission.accounts.events import CodesLimited
from mission.accounts.models import CodeCount
from mission.accounts.rules import LIMITS, CodeLimit, Counted, is_too_many


def count_request(
    *, national_id: str, mobile: str, address: str, by: Actor, at: datetime
) -> timedelta | None:
    """Count one request for a code; answer how long to wait when it is one too many.

    Every transaction counts in the order of LIMITS, so that two never wait for each other. What
    one limit refuses the next ones do not count: whoever presses a button in vain ten times
    within a minute is not kept out for the day.
    """
    values = {
        Counted.PAIR: f"{national_id} {mobile}",
        Counted.NATIONAL_ID: national_id,
        Counted.MOBILE: mobile,
        Counted.ADDRESS: address,
        Counted.ALL: _digest(f"{national_id} {mobile}")[0],
    }
    waits = (_count(limit, values, by=by, at=at) for limit in LIMITS)
    return next((wait for wait in waits if wait is not None), None)


def _count(
    limit: CodeLimit, values: Mapping[Counted, str], *, by: Actor, at: datetime
) -> timedelta | None:
    key = _key(limit, values[limit.counted])
    count, since = count_once_more(
        CodeCount, count="count", key=key, window=limit.window, at=at
    )
    if not is_too_many(count, limit=limit):
        return None
    if count == limit.most + 1:
        event = CodesLimited(key=key, counted=limit.counted, count=count)
        journal.record(event, by=by, at=at)
    return max(since + limit.window - at, timedelta(seconds=1))


def _key(limit: CodeLimit, value: str) -> str:
    """A keyed digest: eleven digits are guessed quickly from a plain one."""
    return _digest(f"{limit.counted} {int(limit.window.total_seconds())} {value}")


def _digest(text: str) -> str:
    return hmac.new(signing.secret("sign-in"), text.encode(), hashlib.sha256).hexdigest()
