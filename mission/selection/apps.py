"""Start-up of the selection."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelectionConfig(AppConfig):
    """The selection on the thread of the journey."""

    name = "mission.selection"
    label = "selection"

    def ready(self) -> None:
        """Put the selection on the navigation, its work on the homes, and say who won seats."""
        from foundation import navigation, workboard
        from mission.registration.queries import add_following, set_seat_source
        from mission.selection import presenters, queries

        set_seat_source(queries.is_selected)
        add_following("selection", presenters.own_result)

        navigation.register(
            step="selection",
            label=_("Selection"),
            url_name="selection:rounds",
            permission="selection.view_rounds",
        )
        workboard.register(presenters.work_waiting)
        workboard.register_figures(presenters.figures)
        workboard.register_funnel(presenters.funnel_bars)
