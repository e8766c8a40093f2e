"""Issuing bracelets: thousands in short transactions that hold or leave no trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.progress import QUIET, Progress
from foundation.scoping import Actor
from mission.permits import access, queries
from mission.permits.queries import LatestBracelet, PendingPermit
from mission.permits.services.keys import ensure_keys
from mission.permits.services.lists import publish_status_list
from mission.permits.services.locking import lock_series
from mission.permits.services.making import make_bracelets
from mission.season.models import Season

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What an issue did, or would do; pilgrims.

    `without_camp` have a permit and a campaign that has no camp, so nothing to open.
    """

    permitted: int
    issued: int
    already: int
    without_camp: int


def issue_bracelets(
    *, season: Season, by: Actor, at: datetime, progress: Progress = QUIET
) -> IssueReport:
    """Sign a bracelet for every permit in force that has none that counts.

    Safe to repeat and to kill at any moment: each part of 500 is there whole or not at all,
    and the next call goes on where the last one ended. Pilgrims whose bracelet was revoked get
    no new one here; those whose bracelet was signed by a key that was withdrawn do.
    """
    access.check_may_issue_bracelets(by=by)
    ensure_keys(season=season, by=by, at=at)
    waiting = _waiting(season, at=at)
    planned = _report(season, waiting, at=at)
    ids = [permit.permit_id for permit in waiting]
    progress.start(len(ids))
    issued = 0
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        issued += _issue_part(season=season, permit_ids=part, by=by, at=at)
        progress.advance(len(part))
        progress.check()
    publish_status_list(season=season, by=by, at=at)
    progress.finish()
    return IssueReport(planned.permitted, issued, planned.already, planned.without_camp)


def plan_issue(*, season: Season, at: datetime) -> IssueReport:
    """Tell what an issue would do now, without doing it; `issued` is what would be issued."""
    return _report(season, _waiting(season, at=at), at=at)


def _report(season: Season, waiting: Sequence[PendingPermit], *, at: datetime) -> IssueReport:
    permitted = queries.permits_in_force(season, at=at).count()
    camps = queries.camps_of_campaigns(season)
    without_camp = sum(not camps[permit.campaign_id] for permit in waiting)
    return IssueReport(
        permitted=permitted,
        issued=len(waiting) - without_camp,
        already=permitted - len(waiting),
        without_camp=without_camp,
    )


@transaction.atomic
def _issue_part(*, season: Season, permit_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    lock_series(season)
    camps = queries.camps_of_campaigns(season)
    waiting = [
        permit
        for permit in _waiting(season, at=at, among=permit_ids)
        if camps[permit.campaign_id]
    ]
    return len(make_bracelets(season=season, permits=waiting, by=by, at=at))


def _waiting(
    season: Season, *, at: datetime, among: Sequence[UUID] | None = None
) -> list[PendingPermit]:
    """Answer permits to issue for: without a bracelet of theirs, or with one of a lost key."""
    pending = queries.pending_permits(season, at=at, among=among)
    latest = queries.latest_bracelets([permit.pilgrim_id for permit in pending])
    return [permit for permit in pending if _is_waiting(permit, latest.get(permit.pilgrim_id))]


def _is_waiting(permit: PendingPermit, latest: LatestBracelet | None) -> bool:
    if latest is None or latest.permit_id != permit.permit_id:
        return True
    return latest.is_key_withdrawn and latest.state in queries.LIVE
