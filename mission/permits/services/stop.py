"""Stopping bracelets: revoked for good, suspended for a while, let go again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.events import Event
from foundation.scoping import Actor
from mission.permits import access, queries
from mission.permits.events import BraceletReinstated, BraceletRevoked, BraceletSuspended
from mission.permits.models import Bracelet, BraceletStatus
from mission.permits.rules.bracelets import (
    BraceletAlreadyStopped,
    State,
    check_may_become,
    check_reason,
)
from mission.permits.services.lists import publish_status_list
from mission.permits.services.locking import lock_series
from mission.season.models import Season


@transaction.atomic
def revoke_bracelet(
    *, bracelet: Bracelet, reason: str, by: Actor, at: datetime, note: str = ""
) -> Bracelet:
    """Stop a bracelet from opening any gate, now and on readers that are offline.

    Readers that are offline learn it with their next status list. Raises
    BraceletAlreadyStopped, ReasonMissing.
    """
    access.check_may_revoke(by=by, campaign_id=bracelet.pilgrim.campaign_id)
    check_reason(reason)
    _change(bracelet, State.REVOKED, BraceletStatus(reason=reason, note=note), by=by, at=at)
    event = BraceletRevoked(*_about(bracelet), reason=reason)
    return _done(bracelet, event, by=by, at=at)


@transaction.atomic
def suspend_bracelet(
    *, bracelet: Bracelet, reason: str, by: Actor, at: datetime, note: str = ""
) -> Bracelet:
    """Stop a bracelet until somebody has looked into it; see `reinstate_bracelet`."""
    access.check_may_revoke(by=by, campaign_id=bracelet.pilgrim.campaign_id)
    check_reason(reason)
    _change(bracelet, State.SUSPENDED, BraceletStatus(reason=reason, note=note), by=by, at=at)
    event = BraceletSuspended(*_about(bracelet), reason=reason)
    return _done(bracelet, event, by=by, at=at)


@transaction.atomic
def reinstate_bracelet(
    *, bracelet: Bracelet, by: Actor, at: datetime, note: str = ""
) -> Bracelet:
    """Let a suspended bracelet open gates again; raises BraceletNotSuspended for others."""
    access.check_may_revoke(by=by, campaign_id=bracelet.pilgrim.campaign_id)
    cleared = BraceletStatus(reason=BraceletStatus.Reason.CLEARED, note=note)
    _change(bracelet, State.ISSUED, cleared, by=by, at=at)
    return _done(bracelet, BraceletReinstated(*_about(bracelet)), by=by, at=at)


@transaction.atomic
def revoke_bracelets(
    *, season: Season, serials: Sequence[str], reason: str, by: Actor, at: datetime
) -> int:
    """Revoke many at once, with one new status list; answer how many were stopped by it.

    Those that were stopped before, and serials that nobody has, are passed over.
    """
    check_reason(reason)
    found = queries.bracelets_by_serials(season, serials)
    for campaign_id in {bracelet.pilgrim.campaign_id for bracelet in found}:
        access.check_may_revoke(by=by, campaign_id=campaign_id)
    return stop_bracelets(season=season, bracelets=found, reason=reason, by=by, at=at)


@transaction.atomic
def stop_bracelets(
    *, season: Season, bracelets: Sequence[Bracelet], reason: str, by: Actor, at: datetime
) -> int:
    """Revoke these bracelets, with pilgrims, for another service that has checked its actor."""
    lock_series(season)
    stopped = []
    for bracelet in bracelets:
        try:
            check_may_become(queries.bracelet_facts(bracelet), State.REVOKED)
        except BraceletAlreadyStopped:
            continue
        stopped.append(bracelet)
    BraceletStatus.objects.bulk_create(
        BraceletStatus(
            bracelet=bracelet, status=State.REVOKED, reason=reason, at=at, by=by.label
        )
        for bracelet in stopped
    )
    events = [BraceletRevoked(*_about(bracelet), reason=reason) for bracelet in stopped]
    journal.record_many(events, by=by, at=at)
    if stopped:
        publish_status_list(season=season, by=by, at=at)
    return len(stopped)


def _change(
    bracelet: Bracelet, state: State, row: BraceletStatus, *, by: Actor, at: datetime
) -> None:
    lock_series(bracelet.season)
    check_may_become(queries.bracelet_facts(bracelet), state)
    row.bracelet, row.status, row.at, row.by = bracelet, state, at, by.label
    row.note = row.note[:300]
    row.save(force_insert=True)


def _about(bracelet: Bracelet) -> tuple[str, str, int]:
    return bracelet.serial, bracelet.pilgrim.reference, bracelet.season.hijri_year


def _done(bracelet: Bracelet, event: Event, *, by: Actor, at: datetime) -> Bracelet:
    journal.record(event, by=by, at=at)
    publish_status_list(season=bracelet.season, by=by, at=at)
    return bracelet
