"""Start-up of permits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PermitsConfig(AppConfig):
    """Permits and bracelets on the thread of the journey."""

    name = "mission.permits"
    label = "permits"

    def ready(self) -> None:
        """Put permits on the navigation, and their counts on the homes."""
        from foundation import navigation, workboard
        from mission.permits import presenters

        navigation.register(
            step="permits",
            label=_("Permits and bracelets"),
            url_name="permits:overview",
            permission="permits.view_permits",
        )
        workboard.register(presenters.work_waiting)
        workboard.register_figures(presenters.figures)
        workboard.register_funnel(presenters.funnel)
        workboard.register_links(presenters.links)
