"""Reads of campaigns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from foundation.numerals import western_digits
from foundation.refusals import NotFound
from foundation.scoping import Actor
from mission.campaigns.models import Campaign, CampaignStaff, Pilgrim, Placement
from mission.people.queries import name_condition
from mission.registration.models import Applicant, Application, Role
from mission.season.models import Season
from mission.selection import queries as selections


class NoSuchCampaign(NotFound):
    """No campaign has this id or licence, or it is not the asker's."""

    code = "no_such_campaign"


class NoSuchFile(NotFound):
    """No application has this id."""

    code = "no_such_file"


@dataclass(frozen=True)
class WaitingFile:
    """A selected file that has no campaign yet, as far as a choice needs it."""

    application: UUID
    reference: str
    size: int


def campaigns_of_member(member_id: UUID) -> frozenset[UUID]:
    """Answer the campaigns that a member of staff works for."""
    posts = CampaignStaff.objects.filter(member_id=member_id)
    return frozenset(posts.values_list("campaign_id", flat=True))


def campaigns(season: Season, *, by: Actor) -> QuerySet[Campaign]:
    """Answer the season's campaigns that ``by`` may see, by licence."""
    found = Campaign.objects.filter(season=season).prefetch_related("camps")
    return found if by.campaigns is None else found.filter(id__in=by.campaigns)


def campaign(campaign_id: UUID, *, by: Actor) -> Campaign:
    """Answer one campaign that ``by`` may see; raises NoSuchCampaign for every other."""
    found = (
        Campaign.objects.filter(id=campaign_id).first()
        if by.covers_campaign(campaign_id)
        else None
    )
    if found is None:
        raise NoSuchCampaign()
    return found


def open_campaigns(season: Season) -> QuerySet[Campaign]:
    """Answer all campaigns of a season, for a choice: names, camps and seats are public."""
    return Campaign.objects.filter(season=season).prefetch_related("camps")


def open_campaign(campaign_id: UUID, season: Season) -> Campaign:
    """Answer one campaign that the leads of a season may choose; raises NoSuchCampaign."""
    found = open_campaigns(season).filter(id=campaign_id).first()
    if found is None:
        raise NoSuchCampaign()
    return found


def roster(campaign_id: UUID, *, by: Actor, search: str = "") -> QuerySet[Pilgrim]:
    """Answer a campaign's pilgrims, files together with their lead first.

    ``search`` is a name in either script, a reference or a national id.
    Raises NoSuchCampaign when ``by`` may not see the campaign.
    """
    campaign(campaign_id, by=by)
    found = _standing().filter(campaign_id=campaign_id).select_related("person", "application")
    if search:
        found = _matching(found, search)
    return found.order_by("application__reference", "-is_lead", "reference")


def _matching(pilgrims: QuerySet[Pilgrim], search: str) -> QuerySet[Pilgrim]:
    text = western_digits(search).strip()
    if text.isdecimal():
        return pilgrims.filter(person__national_id__startswith=text)
    return pilgrims.filter(
        Q(reference__istartswith=text)
        | Q(application__reference__istartswith=text)
        | name_condition(text, path="person__")
    )


def files_without_campaign(season: Season) -> list[WaitingFile]:
    """Answer the selected files that sit in no campaign yet, in the order of the draw."""
    selected = selections.selected_applications(season)
    placed = placed_applications([file.application for file in selected])
    return [
        WaitingFile(application=file.application, reference=file.reference, size=file.size)
        for file in selected
        if file.application not in placed
    ]


def files_to_place(season: Season, *, at: datetime, only_accepted: bool) -> list[WaitingFile]:
    """Answer the files without a campaign whose offer still stands, in the order of the draw.

    only_accepted  leave out those who have not answered yet
    """
    waiting = files_without_campaign(season)
    answered = selections.answers([file.application for file in waiting])

    def stands(file: WaitingFile) -> bool:
        state, until = answered.get(file.application, (selections.OPEN, None))
        if state == selections.OPEN:
            return not only_accepted and (until is None or at < until)
        return True

    return [file for file in waiting if stands(file)]


def placed_applications(application_ids: Collection[UUID]) -> frozenset[UUID]:
    """Answer which of these files have a campaign."""
    found = Placement.objects.filter(application_id__in=application_ids)
    return frozenset(found.values_list("application_id", flat=True))


def is_selected(application_id: UUID) -> bool:
    """Answer whether a published draw selected this file."""
    return selections.is_selected(application_id)


def may_choose(application_id: UUID, *, at: datetime) -> bool:
    """Answer whether a file took its seats up, or still may, and sits in no campaign."""
    if not is_selected(application_id) or placement_of(application_id) is not None:
        return False
    state, until = selections.answers([application_id]).get(
        application_id, (selections.OPEN, None)
    )
    return state != selections.OPEN or until is None or at < until


def has_accepted(application_id: UUID) -> bool:
    """Answer whether a file holds seats and took them up."""
    state, _ = selections.answers([application_id]).get(application_id, (selections.OPEN, None))
    return state != selections.OPEN and is_selected(application_id)


def placement_of(application_id: UUID) -> Placement | None:
    """Answer where a file sits, if it does and did not give its seats up."""
    found = Placement.objects.filter(application_id=application_id, left_at__isnull=True)
    return found.select_related("campaign").first()


def file_size(application_id: UUID) -> int:
    """Answer how many persons stand in a file."""
    return Applicant.objects.filter(application_id=application_id).count()


def people_of(application_ids: Collection[UUID]) -> Iterator[tuple[UUID, UUID, bool]]:
    """Answer (application, person, is lead) of these files, leads first in each."""
    rows = Applicant.objects.filter(application_id__in=application_ids)
    ordered = rows.order_by("application_id", "-role", "id")
    for application_id, person_id, role in ordered.values_list(
        "application_id", "person_id", "role"
    ):
        yield application_id, person_id, role == Role.LEAD


def taken_references(references: Collection[str]) -> frozenset[str]:
    """Answer which of these pilgrim references are held already."""
    found = Pilgrim.objects.filter(reference__in=references)
    return frozenset(found.values_list("reference", flat=True))


def pilgrim_by_reference(reference: str, *, by: Actor) -> Pilgrim:
    """Answer one pilgrim that ``by`` may see; raises NotFound for every other."""
    found = (
        Pilgrim.objects.filter(reference=reference).select_related("person", "campaign").first()
    )
    if found is None or not by.covers_campaign(found.campaign_id):
        raise NotFound(reference=reference)
    return found


def pilgrims(season: Season) -> QuerySet[Pilgrim]:
    """Answer the pilgrims of a season with person, campaign and file, by reference."""
    found = _standing().filter(season=season)
    return found.select_related("person", "campaign", "application").order_by("reference")


def placement_counts(season: Season) -> dict[str, int]:
    """Answer persons placed by how they came: CHOSEN, PLACED."""
    placed = Placement.objects.filter(campaign__season=season, left_at__isnull=True)
    counted = placed.values("how").annotate(persons=Sum("seats"), files=Count("id"))
    return {row["how"]: row["persons"] for row in counted}


def placement_rows(season: Season) -> Iterator[tuple[str, str, str, str, int]]:
    """Answer (file reference, licence, campaign in English, how, seats), by file reference."""
    rows = Placement.objects.filter(campaign__season=season, left_at__isnull=True)
    yield from rows.order_by("application__reference").values_list(
        "application__reference", "campaign__licence_no", "campaign__name_en", "how", "seats"
    )


def pilgrim_count(season: Season, *, by: Actor) -> int:
    """Answer how many pilgrims of the season ``by`` may see."""
    found = _standing().filter(season=season)
    return (
        found if by.campaigns is None else found.filter(campaign_id__in=by.campaigns)
    ).count()


def left_among(pilgrim_ids: Collection[UUID]) -> frozenset[UUID]:
    """Answer which of these pilgrims gave their seats up."""
    found = Pilgrim.objects.filter(id__in=pilgrim_ids, left_at__isnull=False)
    return frozenset(found.values_list("id", flat=True))


def application(application_id: UUID) -> Application:
    """Answer one file with its season; raises NoSuchFile."""
    found = Application.objects.filter(id=application_id).select_related("season").first()
    if found is None:
        raise NoSuchFile()
    return found


def _standing() -> QuerySet[Pilgrim]:
    return Pilgrim.objects.filter(left_at__isnull=True)
