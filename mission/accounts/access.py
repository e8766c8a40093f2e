"""Who of the staff may act on accounts of the public."""

from __future__ import annotations

from foundation.scoping import Actor, require

PERMISSIONS = frozenset({"accounts.act_for_caller", "accounts.move_mobile"})


def check_may_act_for_caller(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may open accounts for those who call."""
    require(by, "accounts.act_for_caller")


def may_act_for_caller(*, by: Actor) -> bool:
    """Answer whether ``by`` may open accounts for those who call."""
    return by.may("accounts.act_for_caller")


def check_may_move_mobile(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may move an account to another mobile."""
    require(by, "accounts.move_mobile")


def may_move_mobile(*, by: Actor) -> bool:
    """Answer whether ``by`` may move an account to another mobile."""
    return by.may("accounts.move_mobile")
