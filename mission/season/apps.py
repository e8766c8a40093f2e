"""Start-up of the season."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeasonConfig(AppConfig):
    """The season on the thread of the journey."""

    name = "mission.season"
    label = "season"

    def ready(self) -> None:
        """Put the season on the navigation."""
        from foundation import navigation
        from mission.season import presenters  # noqa: F401  (registers its sentences)

        navigation.register(
            step="season",
            label=_("Season"),
            url_name="season:rules",
            permission="season.view_season",
        )
