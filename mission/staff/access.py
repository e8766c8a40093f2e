"""Who may manage the staff."""

from uuid import UUID

from foundation.refusals import PermissionRefused
from foundation.scoping import Actor, require

PERMISSIONS = frozenset({"staff.manage_staff", "staff.view_jobs"})


def check_may_manage_staff(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may hire, dismiss and give roles."""
    require(by, "staff.manage_staff")


def check_may_remove_second_factors(member_id: UUID, *, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may manage the staff and is somebody else.

    Whoever got hold of one open session must not be able to open the account for good.
    """
    if not may_remove_second_factors(member_id, by=by):
        raise PermissionRefused(permission="staff.manage_staff")


def may_remove_second_factors(member_id: UUID, *, by: Actor) -> bool:
    """Answer whether ``by`` may manage the staff and is somebody else."""
    return may_manage_staff(by=by) and by.id != str(member_id)


def check_may_end_sessions(member_id: UUID, *, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` is this member or may manage the staff."""
    if by.id != str(member_id):
        require(by, "staff.manage_staff")


def may_manage_staff(*, by: Actor) -> bool:
    """Answer whether ``by`` may hire, dismiss and give roles."""
    return by.may("staff.manage_staff")
