"""Who may manage the staff."""

from uuid import UUID

from foundation.scoping import Actor, require

PERMISSIONS = frozenset({"staff.manage_staff", "staff.view_jobs"})


def check_may_manage_staff(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may hire, dismiss and give roles."""
    require(by, "staff.manage_staff")


def check_may_end_sessions(member_id: UUID, *, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` is this member or may manage the staff."""
    if by.id != str(member_id):
        require(by, "staff.manage_staff")


def may_manage_staff(*, by: Actor) -> bool:
    """Answer whether ``by`` may hire, dismiss and give roles."""
    return by.may("staff.manage_staff")
