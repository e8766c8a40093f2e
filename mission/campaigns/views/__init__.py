"""Pages of campaigns: the mission's and the managers', and a lead's own choice."""

from mission.campaigns.views.staff import (
    campaign,
    campaigns,
    capacity,
    license_campaign,
    place,
)

__all__ = ["campaign", "campaigns", "capacity", "license_campaign", "place"]
