"""Who may see the exchange with the e-path, send pilgrims, and decide about refusals."""

from __future__ import annotations

from uuid import UUID

from foundation.scoping import Actor, require

PERMISSIONS = frozenset(
    {"masar.view_exchange", "masar.send_pilgrims", "masar.resolve_refusals"}
)


def check_may_send(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may send pilgrims to the e-path."""
    require(by, "masar.send_pilgrims")


def may_send(*, by: Actor) -> bool:
    """Answer whether ``by`` may send pilgrims to the e-path."""
    return by.may("masar.send_pilgrims")


def check_may_view(campaign_id: UUID | None, *, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may see what is exchanged for this campaign."""
    require(by, "masar.view_exchange", campaign=campaign_id)


def check_may_resolve(campaign_id: UUID | None, *, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may decide about refusals of this campaign."""
    require(by, "masar.resolve_refusals", campaign=campaign_id)


def may_resolve(campaign_id: UUID | None, *, by: Actor) -> bool:
    """Answer whether ``by`` may decide about refusals of this campaign."""
    covers = campaign_id is None or by.covers_campaign(campaign_id)
    return by.may("masar.resolve_refusals") and covers
