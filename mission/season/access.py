"""Who may see and change the season."""

from foundation.scoping import Actor, require

PERMISSIONS = frozenset({"season.view_season", "season.edit_rules"})


def check_may_edit_rules(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may change rule values."""
    require(by, "season.edit_rules")


def may_edit_rules(*, by: Actor) -> bool:
    """Answer whether ``by`` may change rule values."""
    return by.may("season.edit_rules")
