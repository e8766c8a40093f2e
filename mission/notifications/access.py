"""Who may see messages and have one sent again."""

from __future__ import annotations

from foundation.scoping import Actor, require

PERMISSIONS = frozenset({"notifications.view_messages", "notifications.resend_messages"})


def check_may_resend(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may have a message sent again."""
    require(by, "notifications.resend_messages")


def may_resend(*, by: Actor) -> bool:
    """Answer whether ``by`` may have a message sent again."""
    return by.may("notifications.resend_messages")


def may_view(*, by: Actor) -> bool:
    """Answer whether ``by`` may see the list of messages."""
    return by.may("notifications.view_messages")
