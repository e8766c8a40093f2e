"""Who may open, pace and close the waiting room: those who watch over what runs."""

from __future__ import annotations

from foundation.scoping import Actor, require

KEEP_RUNNING = "staff.view_jobs"


def check_may_steer(*, by: Actor) -> None:
    """Raise PermissionRefused unless the actor watches over what runs."""
    require(by, KEEP_RUNNING)
