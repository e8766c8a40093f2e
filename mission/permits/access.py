"""Who may see permits, issue and stop bracelets, print them, and handle keys."""

from uuid import UUID

from foundation.refusals import PermissionRefused
from foundation.scoping import Actor, require

PERMISSIONS = frozenset(
    {
        "permits.view_permits",
        "permits.issue_bracelets",
        "permits.print_bracelets",
        "permits.revoke_bracelet",
        "permits.manage_keys",
    }
)

_CHANGES_LISTS = ("permits.manage_keys", "permits.issue_bracelets", "permits.revoke_bracelet")


def check_may_view_permits(*, by: Actor, campaign_id: UUID | None = None) -> None:
    """Raise PermissionRefused unless `by` may see permits, those of this campaign if given."""
    require(by, "permits.view_permits", campaign=campaign_id)


def check_may_receive_permits(*, by: Actor) -> None:
    """Raise PermissionRefused unless `by` may enter what the Saudi path granted."""
    require(by, "permits.issue_bracelets")


def check_may_issue_bracelets(*, by: Actor) -> None:
    """Raise PermissionRefused unless `by` may sign bracelets."""
    require(by, "permits.issue_bracelets")


def check_may_print_bracelets(*, by: Actor) -> None:
    """Raise PermissionRefused unless `by` may have sheets of bracelets made."""
    require(by, "permits.print_bracelets")


def check_may_revoke(*, by: Actor, campaign_id: UUID) -> None:
    """Raise PermissionRefused unless `by` may stop or replace a bracelet of this campaign."""
    require(by, "permits.revoke_bracelet", campaign=campaign_id)


def may_revoke(*, by: Actor, campaign_id: UUID) -> bool:
    """Answer whether `by` may stop or replace a bracelet of this campaign."""
    try:
        check_may_revoke(by=by, campaign_id=campaign_id)
    except PermissionRefused:
        return False
    return True


def check_may_publish(*, by: Actor) -> None:
    """Raise PermissionRefused unless `by` may change what the lists say."""
    if not any(by.may(permission) for permission in _CHANGES_LISTS):
        raise PermissionRefused(permission=_CHANGES_LISTS[0])


def check_may_manage_keys(*, by: Actor) -> None:
    """Raise PermissionRefused unless `by` may make and withdraw signing keys."""
    require(by, "permits.manage_keys")
