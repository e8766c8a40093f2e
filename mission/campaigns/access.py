"""Who may see campaigns and give them pilgrims."""

from uuid import UUID

from foundation.scoping import Actor, require
from mission.registration.queries import is_lead

PERMISSIONS = frozenset(
    {
        "campaigns.view_campaigns",
        "campaigns.view_roster",
        "campaigns.edit_campaigns",
        "campaigns.choose_campaign",
        "campaigns.place_winners",
    }
)


def check_may_view_roster(*, campaign_id: UUID, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may see this campaign's pilgrims."""
    require(by, "campaigns.view_roster", campaign=campaign_id)


def check_may_edit_campaigns(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may license campaigns and set their capacity."""
    require(by, "campaigns.edit_campaigns")


def check_may_choose_campaign(*, application_id: UUID, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` leads the file, or enters choices for leads."""
    if is_lead(application_id, by=by):
        return
    require(by, "campaigns.choose_campaign")


def check_may_place_winners(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may place the files that did not choose."""
    require(by, "campaigns.place_winners")
