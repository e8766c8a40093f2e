"""Who may see applications, import them and judge them."""

from foundation.scoping import Actor, require

PERMISSIONS = frozenset(
    {
        "registration.view_applications",
        "registration.view_identity",
        "registration.import_applications",
        "registration.check_eligibility",
        "registration.export_applications",
    }
)


def check_may_view(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may see applications."""
    require(by, "registration.view_applications")


def may_view_identity(*, by: Actor) -> bool:
    """Answer whether ``by`` may see whole passport and identity numbers."""
    return by.may("registration.view_identity")


def check_may_import(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may import applications."""
    require(by, "registration.import_applications")


def may_import(*, by: Actor) -> bool:
    """Answer whether ``by`` may import applications."""
    return by.may("registration.import_applications")


def check_may_judge(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may judge the eligibility of a season."""
    require(by, "registration.check_eligibility")


def may_judge(*, by: Actor) -> bool:
    """Answer whether ``by`` may judge the eligibility of a season."""
    return by.may("registration.check_eligibility")


def check_may_export(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may take applications away as a workbook."""
    require(by, "registration.export_applications")


def may_export(*, by: Actor) -> bool:
    """Answer whether ``by`` may take applications away as a workbook."""
    return by.may("registration.export_applications")
