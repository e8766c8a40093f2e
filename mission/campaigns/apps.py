"""Start-up of campaigns."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Campaigns on the thread of the journey."""

    name = "mission.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """Put campaigns on the navigation and say what waits."""
        from foundation import navigation, scoping, workboard
        from mission.campaigns import presenters, queries
        from mission.registration.queries import add_following

        navigation.register(
            step="campaigns",
            label=_("Campaigns"),
            url_name="campaigns:list",
            permission="campaigns.view_campaigns",
        )
        workboard.register(presenters.work_waiting)
        workboard.register_figures(presenters.figures)
        workboard.register_funnel(presenters.funnel)
        add_following("campaigns", presenters.own_campaign)
        scoping.set_campaign_source(queries.campaigns_of_member)
