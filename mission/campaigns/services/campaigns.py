"""License a campaign, change its capacity, appoint its staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.campaigns import access
from mission.campaigns.events import CampaignLicensed, CampaignStaffAppointed, CapacityChanged
from mission.campaigns.models import Campaign, CampaignStaff
from mission.season.models import Camp, Season
from mission.staff.models import StaffMember


class CapacityTooSmall(Refusal):
    """The campaign has more pilgrims already than the new capacity."""

    code = "capacity_too_small"


@dataclass(frozen=True)
class CampaignPlan:
    """A campaign as its licence says it; ``capacity`` is persons."""

    licence_no: str
    name_ar: str
    name_en: str
    capacity: int


@transaction.atomic
def license_campaign(
    *, season: Season, plan: CampaignPlan, camps: Sequence[Camp], by: Actor, at: datetime
) -> Campaign:
    """Let a campaign take pilgrims this season; a licence that stands is left as it is."""
    access.check_may_edit_campaigns(by=by)
    campaign, is_new = Campaign.objects.get_or_create(
        season=season,
        licence_no=plan.licence_no,
        defaults={
            "name_ar": plan.name_ar,
            "name_en": plan.name_en,
            "capacity": plan.capacity,
        },
    )
    if is_new:
        campaign.camps.set(camps)
        event = CampaignLicensed(
            campaign=campaign.id, licence_no=plan.licence_no, capacity=plan.capacity
        )
        journal.record(event, by=by, at=at)
    return campaign


@transaction.atomic
def change_capacity(*, campaign: Campaign, capacity: int, by: Actor, at: datetime) -> Campaign:
    """Set how many persons a campaign may take.

    Raises CapacityTooSmall when more sit in it already.
    """
    access.check_may_edit_campaigns(by=by)
    locked = Campaign.objects.select_for_update().get(id=campaign.id)
    if capacity < locked.seats_taken:
        raise CapacityTooSmall(seats_taken=locked.seats_taken)
    former, locked.capacity = locked.capacity, capacity
    if former != capacity:
        locked.save(update_fields=["capacity"])
        event = CapacityChanged(campaign=locked.id, capacity=capacity, former=former)
        journal.record(event, by=by, at=at)
    return locked


@transaction.atomic
def appoint_staff(
    *, campaign: Campaign, member: StaffMember, by: Actor, at: datetime
) -> CampaignStaff:
    """Let a member of staff work for a campaign and see its records."""
    access.check_may_edit_campaigns(by=by)
    post, is_new = CampaignStaff.objects.get_or_create(
        campaign=campaign,
        member=member,
        defaults={"appointed_at": at, "appointed_by": by.label},
    )
    if is_new:
        event = CampaignStaffAppointed(campaign=campaign.id, member=member.id)
        journal.record(event, by=by, at=at)
    return post
