"""Making bracelets: numbers, signature, rows and journal of each, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from foundation import journal
from foundation.events import Event
from foundation.ids import new_references, uuid7
from foundation.scoping import Actor
from mission.campaigns.models import Pilgrim
from mission.permits import queries
from mission.permits.events import BraceletIssued, BraceletReplaced
from mission.permits.models import Bracelet, BraceletStatus, KeyUsage
from mission.permits.queries import LatestBracelet, PendingPermit
from mission.permits.rules.bracelets import State
from mission.permits.rules.credential import Claims, write_credential
from mission.permits.services.locking import lock_series
from mission.permits.services.signers import key_that_signs, signer_of
from mission.season.models import Season


def make_bracelets(
    *,
    season: Season,
    permits: Sequence[PendingPermit],
    by: Actor,
    at: datetime,
    reason: str = BraceletStatus.Reason.KEY_WITHDRAWN,
) -> list[Bracelet]:
    """Make one bracelet for each permit, for a service that has checked actor and rules.

    Every permit's campaign has a camp. A pilgrim's earlier bracelet becomes REPLACED, with the
    reason, unless it was stopped before. Runs in the caller's transaction.
    """
    series = lock_series(season)
    earlier = queries.latest_bracelets([permit.pilgrim_id for permit in permits])
    made = _sign(season, permits, earlier, first_index=series.next_index, at=at)
    Bracelet.objects.bulk_create(made)
    series.next_index += len(made)
    series.save(update_fields=["next_index"])
    rows = [*_endings(made, earlier, reason), *_beginnings(made)]
    for row in rows:
        row.at, row.by = at, by.label
    BraceletStatus.objects.bulk_create(rows)
    journal.record_many(list(_events(made, season, earlier, reason)), by=by, at=at)
    return made


def _sign(
    season: Season,
    permits: Sequence[PendingPermit],
    earlier: Mapping[UUID, LatestBracelet],
    *,
    first_index: int,
    at: datetime,
) -> list[Bracelet]:
    key = key_that_signs(season, KeyUsage.QR, at=at)
    signer = signer_of(key)
    mission = queries.mission_number(season)
    camps = queries.camps_of_campaigns(season)
    serials = new_references(len(permits), taken=queries.taken_serials)
    made = []
    for index, (permit, serial) in enumerate(zip(permits, serials, strict=True), first_index):
        before = earlier.get(permit.pilgrim_id)
        claims = Claims(
            season=season.hijri_year,
            mission=mission,
            camps=frozenset(camps[permit.campaign_id]),
            status_index=index,
            valid_until=permit.valid_until,
        )
        bracelet = _bracelet(permit, before)
        bracelet.season, bracelet.key, bracelet.serial = season, key, serial
        bracelet.status_index, bracelet.camps = index, list(camps[permit.campaign_id])
        bracelet.credential = write_credential(claims, kid=key.kid, signer=signer)
        bracelet.issued_at = at
        made.append(bracelet)
    return made


def _bracelet(permit: PendingPermit, before: LatestBracelet | None) -> Bracelet:
    return Bracelet(
        id=uuid7(),
        pilgrim_id=permit.pilgrim_id,
        permit_id=permit.permit_id,
        valid_until=permit.valid_until,
        generation=before.generation + 1 if before else 1,
        replaces_id=before.id if before else None,
    )


def _endings(
    made: Sequence[Bracelet], earlier: Mapping[UUID, LatestBracelet], reason: str
) -> Iterator[BraceletStatus]:
    for bracelet in made:
        before = earlier.get(bracelet.pilgrim_id)
        if before and before.state in queries.LIVE:
            yield BraceletStatus(bracelet_id=before.id, status=State.REPLACED, reason=reason)


def _beginnings(made: Sequence[Bracelet]) -> Iterator[BraceletStatus]:
    for bracelet in made:
        yield BraceletStatus(bracelet_id=bracelet.id, status=State.ISSUED)


def _events(
    made: Sequence[Bracelet],
    season: Season,
    earlier: Mapping[UUID, LatestBracelet],
    reason: str,
) -> Iterator[Event]:
    ids = [bracelet.pilgrim_id for bracelet in made]
    references = dict(Pilgrim.objects.filter(id__in=ids).values_list("id", "reference"))
    for bracelet in made:
        before = earlier.get(bracelet.pilgrim_id)
        pilgrim = references[bracelet.pilgrim_id]
        if before and before.state in queries.LIVE:
            yield BraceletReplaced(
                bracelet=before.serial,
                pilgrim=pilgrim,
                season=season.hijri_year,
                reason=reason,
                replaced_by=bracelet.serial,
            )
        yield BraceletIssued(
            bracelet=bracelet.serial,
            pilgrim=pilgrim,
            season=season.hijri_year,
            status_index=bracelet.status_index,
            kid=bracelet.key.kid,
            replaces=before.serial if before else "",
        )
