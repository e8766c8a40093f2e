"""Give selected files their campaign: by their own choice, or where seats are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from foundation import journal
from foundation.ids import new_references
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.campaigns import access, queries, rules
from mission.campaigns.events import ApplicationPlaced
from mission.campaigns.models import Campaign, How, Pilgrim, Placement
from mission.registration.models import Application
from mission.season.models import Season
from mission.selection import services as selection_services

_AT_ONCE = 2_000


class AlreadyPlaced(Refusal):
    """The file sits in a campaign already."""

    code = "already_placed"


class NotSelected(Refusal):
    """The file was not selected, so no campaign may take it."""

    code = "not_selected"


@dataclass(frozen=True)
class PlacingResult:
    """What a placing did: files and persons placed, and the files that fit nowhere whole."""

    files: int
    persons: int
    unplaced_files: int
    unplaced_persons: int


@transaction.atomic
def choose_campaign(
    *, application: Application, campaign: Campaign, by: Actor, at: datetime
) -> Placement:
    """Give a selected file its seats in the campaign that it chose.

    The file's row is locked, then the campaign's: of sixteen who come at once for the last
    seats only those who fit get them, and a file that asks twice at once sits once.
    To choose is to accept the offer of the draw, which must not be over.
    Raises AlreadyPlaced, NotSelected, NoSeatsLeft, OfferOver, OfferGone.
    """
    access.check_may_choose_campaign(application_id=application.id, by=by)
    Application.objects.select_for_update().get(id=application.id)
    locked = Campaign.objects.select_for_update().get(id=campaign.id)
    _check_placeable(application)
    size = queries.file_size(application.id)
    rules.check_room(size=size, seats_left=locked.seats_left)
    selection_services.accept_offer(application_id=application.id, by=by, at=at)
    _write(
        season_id=locked.season_id,
        placed={application.id: locked.id},
        how=How.CHOSEN,
        by=by,
        at=at,
    )
    return Placement.objects.select_related("campaign").get(application=application)


def _check_placeable(application: Application) -> None:
    if queries.placement_of(application.id) is not None:
        raise AlreadyPlaced(reference=application.reference)
    if not queries.is_selected(application.id):
        raise NotSelected(reference=application.reference)


@transaction.atomic
def place_winners(
    *, season: Season, by: Actor, at: datetime, only_accepted: bool = False
) -> PlacingResult:
    """Place every selected file that has no campaign where seats are; files stay whole.

    The mission accepts the offer for each file that it places; who let the time pass is left
    out. Run again it places only those that came since. Raises PermissionRefused.

    only_accepted  leave out the files that have not answered their offer yet
    """
    access.check_may_place_winners(by=by)
    campaigns = (
        Campaign.objects.select_for_update().filter(season=season).order_by("licence_no")
    )
    rooms = [rules.Room(campaign=row.id, seats=row.seats_left) for row in campaigns]
    waiting = queries.files_to_place(season, at=at, only_accepted=only_accepted)
    files = [rules.File(application=file.application, size=file.size) for file in waiting]
    plan = rules.plan_placements(files=files, rooms=rooms)
    selection_services.accept_offers(application_ids=list(plan.placed), by=by, at=at)
    _write(season_id=season.id, placed=plan.placed, how=How.PLACED, by=by, at=at)
    return PlacingResult(
        files=len(plan.placed),
        persons=sum(file.size for file in files) - plan.persons_unplaced,
        unplaced_files=len(plan.unplaced),
        unplaced_persons=plan.persons_unplaced,
    )


def _write(
    *, season_id: UUID, placed: Mapping[UUID, UUID], how: How, by: Actor, at: datetime
) -> None:
    pilgrims = _new_pilgrims(season_id, placed, at=at)
    members: dict[UUID, list[UUID]] = {application_id: [] for application_id in placed}
    for pilgrim in pilgrims:
        members[pilgrim.application_id].append(pilgrim.id)
    Placement.objects.bulk_create(
        [
            Placement(
                application_id=application_id,
                campaign_id=campaign_id,
                seats=len(members[application_id]),
                how=how,
                placed_at=at,
                placed_by=by.label,
            )
            for application_id, campaign_id in placed.items()
        ],
        batch_size=_AT_ONCE,
    )
    Pilgrim.objects.bulk_create(pilgrims, batch_size=_AT_ONCE)
    _take_seats(Counter(pilgrim.campaign_id for pilgrim in pilgrims))
    events = [
        ApplicationPlaced(
            application=application_id,
            campaign=campaign_id,
            seats=len(members[application_id]),
            how=how.value,
            pilgrims=tuple(members[application_id]),
        )
        for application_id, campaign_id in placed.items()
    ]
    journal.record_many(events, by=by, at=at)


def _new_pilgrims(
    season_id: UUID, placed: Mapping[UUID, UUID], *, at: datetime
) -> list[Pilgrim]:
    people = list(queries.people_of(list(placed)))
    references = new_references(len(people), taken=queries.taken_references)
    return [
        Pilgrim(
            reference=reference,
            season_id=season_id,
            application_id=application_id,
            person_id=person_id,
            campaign_id=placed[application_id],
            is_lead=is_lead,
            made_at=at,
        )
        for reference, (application_id, person_id, is_lead) in zip(
            references, people, strict=True
        )
    ]


def _take_seats(seats: Mapping[UUID, int]) -> None:
    for campaign_id, count in seats.items():
        Campaign.objects.filter(id=campaign_id).update(seats_taken=F("seats_taken") + count)
