"""Permits from the Saudi path: entered when granted, cancelled when withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.ids import uuid7
from foundation.progress import QUIET, Progress
from foundation.scoping import Actor
from mission.campaigns.models import Pilgrim
from mission.masar import queries as exchange
from mission.masar.queries import AcceptedPermit
from mission.permits import access, queries
from mission.permits.events import PermitCancelled, PermitReceived
from mission.permits.models import BraceletStatus, Permit, PermitStatus
from mission.permits.rules.periods import beginning_of
from mission.permits.services.locking import lock_series
from mission.permits.services.stop import stop_bracelets
from mission.season.models import Season

_AT_ONCE = 1000


def receive_permits(
    *, season: Season, by: Actor, at: datetime, progress: Progress = QUIET
) -> int:
    """Enter every permit that the Saudi path granted and that is not here yet; answer how many.

    Safe to repeat and to interrupt: each thousand is entered whole or not at all.
    """
    access.check_may_receive_permits(by=by)
    granted = unreceived_permits(season)
    progress.start(len(granted))
    entered = 0
    for start in range(0, len(granted), _AT_ONCE):
        part = granted[start : start + _AT_ONCE]
        entered += receive_granted(season=season, granted=part, by=by, at=at)
        progress.advance(len(part))
        progress.check()
    progress.finish()
    return entered


def unreceived_permits(season: Season) -> list[AcceptedPermit]:
    """Answer what the Saudi path granted and is not entered here."""
    known = queries.received_numbers(season)
    return [
        permit
        for permit in exchange.accepted_permits(season)
        if permit.permit_number not in known
    ]


@transaction.atomic
def receive_granted(
    *, season: Season, granted: Sequence[AcceptedPermit], by: Actor, at: datetime
) -> int:
    """Enter these permits, those that are here already left out; answer how many.

    A pilgrim whose permit was cancelled may get another one; one whose permit still counts
    keeps it, and a second number for the same pilgrim is left out.
    """
    access.check_may_receive_permits(by=by)
    lock_series(season)
    known = queries.received_numbers(season, [permit.permit_number for permit in granted])
    latest = queries.latest_permits([permit.pilgrim_id for permit in granted])
    fresh = [
        _permit(
            permit, season, generation=latest.get(permit.pilgrim_id, (0, True))[0] + 1, at=at
        )
        for permit in _first_of_each(granted)
        if permit.permit_number not in known and latest.get(permit.pilgrim_id, (0, True))[1]
    ]
    Permit.objects.bulk_create(fresh)
    PermitStatus.objects.bulk_create(
        PermitStatus(permit=permit, status=PermitStatus.Status.GRANTED, at=at, by=by.label)
        for permit in fresh
    )
    journal.record_many(_events(fresh, season), by=by, at=at)
    return len(fresh)


@transaction.atomic
def cancel_permit(*, permit: Permit, reason: str, by: Actor, at: datetime) -> Permit:
    """End a permit that the Saudi path took back, and stop its bracelets; safe to repeat."""
    access.check_may_receive_permits(by=by)
    lock_series(permit.season)
    if not queries.is_granted(permit):
        return permit
    PermitStatus.objects.create(
        permit=permit,
        status=PermitStatus.Status.CANCELLED,
        reason=reason[:300],
        at=at,
        by=by.label,
    )
    event = PermitCancelled(
        permit=permit.number,
        pilgrim=permit.pilgrim.reference,
        season=permit.season.hijri_year,
        reason=reason[:300],
    )
    journal.record(event, by=by, at=at)
    cancelled = BraceletStatus.Reason.PERMIT_CANCELLED
    stop_bracelets(
        season=permit.season,
        bracelets=queries.live_bracelets_of_permit(permit.id),
        reason=cancelled,
        by=by,
        at=at,
    )
    return permit


def _first_of_each(granted: Iterable[AcceptedPermit]) -> list[AcceptedPermit]:
    return list({permit.pilgrim_id: permit for permit in reversed(list(granted))}.values())[
        ::-1
    ]


def _permit(
    granted: AcceptedPermit, season: Season, *, generation: int, at: datetime
) -> Permit:
    return Permit(
        id=uuid7(),
        season=season,
        pilgrim_id=granted.pilgrim_id,
        generation=generation,
        number=granted.permit_number,
        visa_number=granted.visa_number,
        application_number=granted.application_number,
        valid_from=_moment(granted.valid_from, season, "bracelet_valid_from"),
        valid_until=_moment(granted.valid_until, season, "bracelet_valid_until"),
        received_at=at,
    )


def _moment(day: date | None, season: Season, key: str) -> datetime:
    """Where the Saudi side names no day, the season's own bounds count."""
    return queries.moment(season, key) if day is None else beginning_of(day)


def _events(permits: Sequence[Permit], season: Season) -> list[PermitReceived]:
    ids: list[UUID] = [permit.pilgrim_id for permit in permits]
    references = dict(Pilgrim.objects.filter(id__in=ids).values_list("id", "reference"))
    return [
        PermitReceived(
            permit=permit.number,
            pilgrim=references[permit.pilgrim_id],
            season=season.hijri_year,
        )
        for permit in permits
    ]
