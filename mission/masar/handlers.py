"""What the exchange does when pilgrims give their seats up."""

from __future__ import annotations

from datetime import datetime

from foundation.scoping import Actor
from mission.campaigns.events import PlacementTakenBack
from mission.masar import queries, services


def void_unsent_requests(event: PlacementTakenBack, *, at: datetime) -> None:
    """Send no more for pilgrims who left; what was sent waits for a person on the list."""
    if not event.pilgrims:
        return
    services.void_unsent(
        season=queries.pilgrim(event.pilgrims[0]).season,
        pilgrim_ids=event.pilgrims,
        by=Actor.system("masar"),
        at=at,
    )
