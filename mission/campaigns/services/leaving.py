"""Take a placement back: the file gave its seats up, and others may take them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from foundation import journal
from foundation.scoping import Actor
from mission.campaigns import access
from mission.campaigns.events import PlacementTakenBack
from mission.campaigns.models import Campaign, Pilgrim, Placement
from mission.registration.models import Application


@transaction.atomic
def take_placement_back(
    *, application_id: UUID, how: str, by: Actor, at: datetime
) -> Placement | None:
    """End the placement of a file, and free its seats; None when it sits nowhere.

    The rows stay, marked as left: what the Saudi side and the gates know of these pilgrims
    hangs on them. Locked as a choice is, so that both come one after the other.

    how  why the file left, as the draw names it: WITHDRAWN or LAPSED
    Raises PermissionRefused.
    """
    access.check_may_place_winners(by=by)
    Application.objects.select_for_update().get(id=application_id)
    standing = Placement.objects.filter(application_id=application_id, left_at__isnull=True)
    placement = standing.select_related("campaign").first()
    if placement is None:
        return None
    placement.left_at, placement.left_by = at, by.label
    placement.save(update_fields=["left_at", "left_by"])
    leaving = Pilgrim.objects.filter(application_id=application_id, left_at__isnull=True)
    pilgrims = tuple(leaving.order_by("id").values_list("id", flat=True))
    leaving.update(left_at=at)
    Campaign.objects.filter(id=placement.campaign_id).update(
        seats_taken=F("seats_taken") - placement.seats
    )
    taken_back = PlacementTakenBack(
        application=application_id,
        campaign=placement.campaign_id,
        seats=placement.seats,
        how=how,
        pilgrims=pilgrims,
    )
    journal.record(taken_back, by=by, at=at)
    return placement
