"""Decisions of people: a refused request submitted again, a difference settled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.masar import access
from mission.masar.events import DifferenceSettled, RequestResubmitted
from mission.masar.models import Difference, Exchange
from mission.masar.rules.states import LIVE
from mission.masar.services.opening import hold_writing, put_in
from mission.masar.services.recording import next_tries
from mission.masar.services.steps import Why, add_steps


class NothingToResubmit(Refusal):
    """The request does not wait for a person any more; somebody was quicker."""

    code = "nothing_to_resubmit"


class DifferenceAlreadySettled(Refusal):
    """Somebody settled this difference already."""

    code = "difference_already_settled"


@transaction.atomic
def resubmit_request(*, exchange: Exchange, note: str, by: Actor, at: datetime) -> Exchange:
    """Submit a refused request again, with what our rows say now, under a new key.

    The limit of resubmissions by the program begins anew. Raises NothingToResubmit.
    """
    former = Exchange.objects.select_related("pilgrim").get(id=exchange.id)
    campaign_id = former.pilgrim.campaign_id if former.pilgrim else former.campaign_id
    access.check_may_resolve(campaign_id, by=by)
    hold_writing(former.season)
    former.refresh_from_db()
    owner = (
        Q(pilgrim=former.pilgrim_id) if former.pilgrim_id else Q(campaign=former.campaign_id)
    )
    same = Exchange.objects.filter(owner, operation=former.operation)
    if not former.needs_person or same.filter(state__in=LIVE).exists():
        raise NothingToResubmit(request=str(former.id))
    fresh = next_tries(former.season, [former], at=at)[0]
    fresh.attempt = same.count() + 1
    fresh.resubmissions = 0
    former.needs_person = False
    former.save(update_fields=["needs_person"])
    add_steps([former], why=Why(f"submitted again: {note}"), by=by.label, at=at)
    put_in(former.season, [fresh], by=by, at=at)
    event = RequestResubmitted(fresh.id, former.id, fresh.operation, fresh.pilgrim_id, note)
    journal.record(event, by=by, at=at)
    return fresh


@transaction.atomic
def settle_difference(
    *, difference: Difference, how: str, note: str, by: Actor, at: datetime
) -> Difference:
    """Note how a person settled a difference. Raises DifferenceAlreadySettled."""
    access.check_may_resolve(None, by=by)
    row = Difference.objects.select_for_update().get(id=difference.id)
    if row.settled_at is not None:
        raise DifferenceAlreadySettled(by=row.settled_by)
    row.settled_at, row.settled_by, row.settled_how, row.note = at, by.label, how, note
    row.save(update_fields=["settled_at", "settled_by", "settled_how", "note"])
    journal.record(DifferenceSettled(row.id, how, note), by=by, at=at)
    return row
