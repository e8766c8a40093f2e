"""Replacing one bracelet: lost, damaged or printed with wrong data."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation.scoping import Actor
from mission.permits import access, queries
from mission.permits.models import Bracelet
from mission.permits.queries import PendingPermit
from mission.permits.rules.bracelets import (
    BraceletAlreadyStopped,
    PermitFacts,
    check_in_force,
    check_opens_a_camp,
    check_reason,
    state_when_replaced,
)
from mission.permits.services.keys import ensure_keys
from mission.permits.services.lists import publish_status_list
from mission.permits.services.locking import lock_series
from mission.permits.services.making import make_bracelets


@transaction.atomic
def replace_bracelet(*, bracelet: Bracelet, reason: str, by: Actor, at: datetime) -> Bracelet:
    """Sign another bracelet for the same pilgrim and permit; the old one opens nothing more.

    Raises BraceletAlreadyStopped for one that was replaced before, PermitNotInForce, NoCamp,
    ReasonMissing.
    """
    campaign = bracelet.pilgrim.campaign
    access.check_may_revoke(by=by, campaign_id=campaign.id)
    check_reason(reason)
    season = bracelet.season
    lock_series(season)
    facts = queries.bracelet_facts(bracelet)
    state_when_replaced(facts)
    if hasattr(bracelet, "replaced_by"):
        raise BraceletAlreadyStopped(serial=bracelet.serial, state=facts.state)
    permit = bracelet.permit
    check_in_force(
        PermitFacts(
            number=permit.number,
            is_granted=queries.is_granted(permit),
            valid_until=permit.valid_until,
        ),
        at=at,
    )
    check_opens_a_camp(
        queries.camps_of_campaigns(season)[campaign.id], campaign=campaign.licence_no
    )
    ensure_keys(season=season, by=Actor.system("permits"), at=at)
    pending = PendingPermit(permit.id, bracelet.pilgrim_id, campaign.id, permit.valid_until)
    made = make_bracelets(season=season, permits=[pending], by=by, at=at, reason=reason)
    publish_status_list(season=season, by=by, at=at)
    return made[0]
