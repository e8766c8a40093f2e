"""What campaigns do when a file that sits in one gives its seats up."""

from __future__ import annotations

from datetime import datetime

from foundation.scoping import Actor
from mission.campaigns import services
from mission.selection.events import SeatVacated


def take_placement_back(event: SeatVacated, *, at: datetime) -> None:
    """Give the seats of a file back to its campaign, if it sat in one."""
    services.take_placement_back(
        application_id=event.application,
        how=event.how,
        by=Actor.system("campaigns"),
        at=at,
    )
