"""Applications found one by one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from foundation.ids import parse_reference
from mission.registration.models import Applicant, Application, ApplicationStatus
from mission.registration.rules.applying import NoSuchApplication


def application_by_reference(reference: str) -> Application:
    """Answer the application of a public reference, however it is typed.

    Raises BadReference, NoSuchApplication.
    """
    plain = parse_reference(reference)
    found = Application.objects.filter(reference=plain).select_related("season").first()
    if found is None:
        raise NoSuchApplication(reference=plain)
    return found


def applicants_of(application: Application) -> list[Applicant]:
    """Answer the persons of a file with their rows in people, the lead first."""
    people = Applicant.objects.filter(application=application).select_related("person")
    return sorted(people, key=_place_in_file)


def _place_in_file(each: Applicant) -> tuple[bool, int, UUID]:
    """The lead, then those of a workbook in its order, then those who were typed."""
    return each.role != "LEAD", each.source_row or 0, each.id


def statuses_of(application: Application) -> list[ApplicationStatus]:
    """Answer what happened to a file, in the order of time."""
    return list(ApplicationStatus.objects.filter(application=application).order_by("at", "id"))


@dataclass(frozen=True)
class Receiver:
    """Where messages about an application go; ``mobile`` is E.164."""

    mobile: str
    language: str


def application_by_id(application_id: UUID) -> Application:
    """Answer an application that an event names; raises NoSuchApplication."""
    found = Application.objects.filter(pk=application_id).select_related("season").first()
    if found is None:
        raise NoSuchApplication(reference="")
    return found


def receiver_of(application: Application) -> Receiver | None:
    """Answer the lead's mobile: that of the account, else the register's; None without one."""
    lead = (
        Applicant.objects.filter(application=application, role="LEAD")
        .select_related("person", "draft_person__draft__account")
        .get()
    )
    if lead.draft_person is not None:
        account = lead.draft_person.draft.account
        return Receiver(account.mobile, account.language)
    return Receiver(lead.person.mobile, "ar") if lead.person.mobile else None
