"""What permits do when the Saudi path has decided."""

from __future__ import annotations

from datetime import datetime

from foundation.scoping import Actor
from mission.masar.events import PermitGranted, PermitWithdrawn
from mission.masar.queries import AcceptedPermit
from mission.permits import queries, services


def receive_granted_permit(event: PermitGranted, *, at: datetime) -> None:
    """Enter a permit that was granted; one that is here already is left as it is."""
    granted = AcceptedPermit(
        pilgrim_id=event.pilgrim,
        application_number=event.application_number,
        visa_number=event.visa_number,
        permit_number=event.permit_number,
        valid_from=event.valid_from,
        valid_until=event.valid_until,
    )
    season = queries.season_of_pilgrim(event.pilgrim)
    services.receive_granted(
        season=season, granted=[granted], by=Actor.system("permits"), at=at
    )


def cancel_withdrawn_permit(event: PermitWithdrawn, *, at: datetime) -> None:
    """End a permit that was taken back, and with it the bracelets that prove it."""
    season = queries.season_of_pilgrim(event.pilgrim)
    permit = queries.permit_by_number(season, event.permit_number)
    if permit is not None:
        reason = ", ".join(event.codes) or "withdrawn"
        services.cancel_permit(permit=permit, reason=reason, by=Actor.system("permits"), at=at)
