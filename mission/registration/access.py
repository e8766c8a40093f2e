"""Who may see applications, import them and judge them."""

from foundation.scoping import Actor, require
from mission.registration.models import Draft, DraftPerson, Invitation
from mission.registration.rules.applying import NoSuchApplication, NoSuchDraft
from mission.registration.rules.documents import NoSuchDocument

PERMISSIONS = frozenset(
    {
        "registration.view_applications",
        "registration.view_identity",
        "registration.import_applications",
        "registration.check_eligibility",
        "registration.export_applications",
        "registration.verify_documents",
        "registration.fill_for_caller",
        "registration.answer_objections",
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


def check_may_hand_in(person: DraftPerson, invitation: Invitation | None, *, by: Actor) -> None:
    """Raise NoSuchDocument unless the person stands in ``by``'s own draft, or is ``by``.

    The documents of anybody else are not even said to be there.

    invitation  the one that stands for the person, if there is one
    """
    if not may_hand_in(person, invitation, by=by):
        raise NoSuchDocument()


def may_hand_in(person: DraftPerson, invitation: Invitation | None, *, by: Actor) -> bool:
    """Answer whether ``by`` may hand in, see and remove the documents of a person.

    An operator fills in answers for a caller, but no telephone carries documents.
    """
    is_own = by.kind == "applicant" and may_fill(person.draft, by=by)
    may = is_own or may_fill_person(invitation, by=by) or by.everything
    return may and person.removed_at is None


def check_may_verify(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may open documents and give verdicts on them."""
    require(by, "registration.verify_documents")


def may_verify(*, by: Actor) -> bool:
    """Answer whether ``by`` may open documents and give verdicts on them."""
    return by.may("registration.verify_documents")


def check_may_fill(draft: Draft, *, by: Actor) -> None:
    """Raise NoSuchDraft unless the draft is theirs, or they fill it in for a caller.

    Whose it is otherwise is not told, so that nobody learns who applies.
    """
    if not may_fill(draft, by=by):
        raise NoSuchDraft()


def may_fill(draft: Draft, *, by: Actor) -> bool:
    """Answer whether ``by`` may fill in this draft."""
    if by.kind == "applicant":
        return by.id == str(draft.account_id)
    return by.may("registration.fill_for_caller")


def check_may_fill_for_caller(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may fill in applications for callers."""
    require(by, "registration.fill_for_caller")


def may_fill_for_caller(*, by: Actor) -> bool:
    """Answer whether ``by`` may fill in applications for callers."""
    return by.may("registration.fill_for_caller")


def check_may_lead(*, is_lead: bool, by: Actor) -> None:
    """Raise NoSuchApplication unless the application is theirs, or they act for a caller.

    is_lead  whether the account that acts, or that they act for, is that of the file's lead
    """
    if not may_lead(is_lead=is_lead, by=by):
        raise NoSuchApplication(reference="")


def may_lead(*, is_lead: bool, by: Actor) -> bool:
    """Answer whether ``by`` may withdraw and object for a file: its lead, or who acts for them.

    An operator acts for an account as well, and for the files that it leads only.
    """
    return is_lead and (by.kind == "applicant" or by.may("registration.fill_for_caller"))


def check_may_answer(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may answer objections."""
    require(by, "registration.answer_objections")


def may_answer(*, by: Actor) -> bool:
    """Answer whether ``by`` may answer objections."""
    return by.may("registration.answer_objections")


def may_fill_person(invitation: Invitation | None, *, by: Actor) -> bool:
    """Answer whether ``by`` is the companion who took this invitation up."""
    return (
        invitation is not None
        and by.kind == "applicant"
        and invitation.account_id is not None
        and by.id == str(invitation.account_id)
    )
