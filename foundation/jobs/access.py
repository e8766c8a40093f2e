"""Who may look at the queue and help jobs that are stuck."""

from __future__ import annotations

from foundation.scoping import Actor, require

VIEW_JOBS = "staff.view_jobs"


def check_may_mend_jobs(*, by: Actor) -> None:
    """Raise PermissionRefused unless the actor watches over jobs."""
    require(by, VIEW_JOBS)
