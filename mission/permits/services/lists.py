"""The signed lists that readers fetch: a new version whenever what they say has changed."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.cose import statuslist
from foundation.scoping import Actor
from mission.permits import access, queries
from mission.permits.events import ListPublished
from mission.permits.models import KeyUsage, ListKind, PublishedList
from mission.permits.rules.trust_list import TrustList, write_trust_list
from mission.permits.services.locking import lock_keys, lock_series
from mission.permits.services.signers import key_that_signs, root_key, signer_of
from mission.season.models import Season


@transaction.atomic
def publish_trust_list(*, season: Season, by: Actor, at: datetime) -> PublishedList:
    """Sign and publish the keys that readers believe from now on.

    season  whose rule values say how long the list counts
    """
    access.check_may_publish(by=by)
    lock_keys()
    root = root_key(by=by, at=at)
    listed = TrustList(
        version=_next_version(ListKind.TRUST, None),
        issued_at=at,
        next_update_at=at + queries.hours(season, "trust_list_hours"),
        keys=tuple(queries.trusted_keys().values()),
    )
    row = PublishedList(
        kind=ListKind.TRUST,
        version=listed.version,
        content=write_trust_list(listed, signer=signer_of(root)),
        entries=len(listed.keys),
        issued_at=at,
        next_update_at=listed.next_update_at,
    )
    return _publish(row, by=by, at=at)


@transaction.atomic
def publish_status_list(*, season: Season, by: Actor, at: datetime) -> PublishedList:
    """Sign and publish the state of every bracelet of a season."""
    access.check_may_publish(by=by)
    series = lock_series(season)
    next_update_at = at + queries.hours(season, "status_list_hours")
    key = key_that_signs(season, KeyUsage.STATUS, at=at)
    version = _next_version(ListKind.STATUS, season)
    listed = statuslist.StatusList(
        subject=f"/api/v1/status-list/{season.hijri_year}",
        version=version,
        issued=int(at.timestamp()),
        expires=int(next_update_at.timestamp()),
        packed=statuslist.pack(series.next_index, queries.listed_statuses(season)),
    )
    row = PublishedList(
        kind=ListKind.STATUS,
        season=season,
        version=version,
        content=statuslist.sign(listed, kid=key.kid, signer=signer_of(key)),
        entries=series.next_index,
        issued_at=at,
        next_update_at=next_update_at,
    )
    return _publish(row, by=by, at=at)


def refresh_lists(*, season: Season, by: Actor, at: datetime) -> list[PublishedList]:
    """Publish again what has used up half of its time, or misses bracelets; answer those.

    An issue that was killed before its end left bracelets that no list names yet; this is
    also how they get there. A season without a list gets none.
    """
    published = []
    trust = queries.published_list(ListKind.TRUST)
    if trust is not None and _is_half_used(trust, at):
        published.append(publish_trust_list(season=season, by=by, at=at))
    status = queries.published_list(ListKind.STATUS, season.id)
    given = queries.indexes_given(season)
    if (status.entries < given or _is_half_used(status, at)) if status else given:
        published.append(publish_status_list(season=season, by=by, at=at))
    return published


def _is_half_used(listed: PublishedList, at: datetime) -> bool:
    return at - listed.issued_at >= (listed.next_update_at - listed.issued_at) / 2


def _next_version(kind: str, season: Season | None) -> int:
    last = queries.published_list(kind, season.id if season else None)
    return last.version + 1 if last else 1


def _publish(row: PublishedList, *, by: Actor, at: datetime) -> PublishedList:
    row.digest = hashlib.sha256(row.content).hexdigest()
    row.save(force_insert=True)
    event = ListPublished(
        digest=row.digest,
        kind=row.kind,
        version=row.version,
        entries=row.entries,
        season=row.season.hijri_year if row.season else None,
    )
    journal.record(event, by=by, at=at)
    return row
