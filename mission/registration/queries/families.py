"""Families: who stands in one together, who asks whom, and what a season allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mission.registration.models import (
    Applicant,
    Application,
    FamilyMember,
    FamilyRequest,
    Role,
)
from mission.registration.queries.applying import SeasonRules
from mission.registration.queries.lists import verdict_on
from mission.registration.rules.families import NoSuchRequest, masked_name
from mission.season.models import Season

PERSONS_MOST = "families.persons_most"
REQUESTS_MOST = "families.requests_most"


@dataclass(frozen=True)
class Kin:
    """An application as the leads of its family see it, with the lead's names, masked.

    is_refused  the newest judgement says that it is not eligible; why, only its lead is told
    """

    application: Application
    size: int
    name_ar: str
    name_en: str
    joined_at: datetime | None = None
    is_refused: bool = False


def persons_most(rules: SeasonRules) -> int:
    """Answer how many persons a season lets a family have; 0 where it has no families."""
    return int(rules.values.get(PERSONS_MOST, 0))


def requests_most(rules: SeasonRules) -> int:
    """Answer how often an application may ask others, requests that ended included."""
    return int(rules.values.get(REQUESTS_MOST, 0))


def families_of_season(season: Season) -> dict[str, UUID]:
    """Answer the family of every application that stands in one: reference → family."""
    standing = FamilyMember.objects.filter(
        left_at__isnull=True, family__season=season, application__withdrawn_at__isnull=True
    )
    return dict(standing.values_list("application__reference", "family_id"))


def membership_of(application_id: UUID) -> FamilyMember | None:
    """Answer the place of an application in its family, if it stands in one."""
    found = FamilyMember.objects.filter(application_id=application_id, left_at__isnull=True)
    return found.select_related("family").first()


def standing_members(family_id: UUID) -> QuerySet[FamilyMember]:
    """Answer who stands in a family now, in the order of joining."""
    found = FamilyMember.objects.filter(family_id=family_id, left_at__isnull=True)
    return found.select_related("application__season").order_by("joined_at", "id")


def family_of(application: Application) -> list[Kin]:
    """Answer all who stand in an application's family, itself among them; empty without one."""
    own = membership_of(application.pk)
    if own is None:
        return []
    members = {each.application_id: each for each in standing_members(own.family_id)}
    found = kin_of([each.application for each in members.values()])
    return [replace(one, joined_at=members[one.application.pk].joined_at) for one in found]


def others_in_words(application: Application) -> str:
    """Answer the references that an application is linked with, by commas; empty if none."""
    own = application.reference
    found = [one.application.reference for one in family_of(application)]
    return ", ".join(reference for reference in found if reference != own)


def kin_of(applications: list[Application]) -> list[Kin]:
    """Answer applications as other leads may see them, in the order given."""
    ids = [each.pk for each in applications]
    sizes = sizes_of(ids)
    leads = Applicant.objects.filter(application__in=ids, role=Role.LEAD)
    names = {
        application: (masked_name(arabic or english), masked_name(english or arabic))
        for application, arabic, english in leads.values_list(
            "application_id", "person__name_ar", "person__name_en"
        )
    }
    return [
        Kin(
            each,
            sizes.get(each.pk, 0),
            *names.get(each.pk, ("", "")),
            is_refused=_is_refused(each),
        )
        for each in applications
    ]


def _is_refused(application: Application) -> bool:
    verdict = verdict_on(application)
    return verdict is not None and bool(verdict.codes)


def sizes_of(application_ids: list[UUID]) -> dict[UUID, int]:
    """Answer how many persons stand in each of these applications."""
    counted = Applicant.objects.filter(
        application__in=application_ids, left_at__isnull=True
    ).values_list("application_id")
    return dict(counted.annotate(persons=Count("id")))


def requests_by(application: Application) -> list[FamilyRequest]:
    """Answer whom an application asked, in the order of time."""
    return list(FamilyRequest.objects.filter(asking=application))


def requests_to(application: Application) -> list[FamilyRequest]:
    """Answer who asks an application and waits for its answer."""
    found = FamilyRequest.objects.filter(asked=application, ended_at__isnull=True)
    return list(found.select_related("asking__season"))


def request_by_id(request_id: UUID) -> FamilyRequest:
    """Answer one request with both sides; raises NoSuchRequest. Whose it is the write asks."""
    found = FamilyRequest.objects.filter(pk=request_id).select_related("asking__season")
    request = found.first()
    if request is None:
        raise NoSuchRequest()
    return request


def is_waiting(request_id: UUID) -> bool:
    """Answer whether a request still waits for an answer."""
    return FamilyRequest.objects.filter(pk=request_id, ended_at__isnull=True).exists()


def history_of(application: Application) -> tuple[list[FamilyMember], list[FamilyRequest]]:
    """Answer every place in a family that an application had, with all others of that family,
    and every request by it or to it, for the staff."""
    own = FamilyMember.objects.filter(application=application)
    members = FamilyMember.objects.filter(family__in=own.values("family"))
    requests = FamilyRequest.objects.filter(Q(asking=application) | Q(asked=application))
    return (
        list(members.select_related("application")),
        list(requests.select_related("asking")),
    )
