"""Writes of campaigns: licensing, appointing, choosing and placing."""

from mission.campaigns.services.campaigns import (
    CampaignPlan,
    CapacityTooSmall,
    appoint_staff,
    change_capacity,
    license_campaign,
)
from mission.campaigns.services.leaving import take_placement_back
from mission.campaigns.services.placing import (
    AlreadyPlaced,
    PlacingResult,
    choose_campaign,
    place_winners,
)

__all__ = [
    "AlreadyPlaced",
    "CampaignPlan",
    "CapacityTooSmall",
    "PlacingResult",
    "appoint_staff",
    "change_capacity",
    "choose_campaign",
    "license_campaign",
    "place_winners",
    "take_placement_back",
]
