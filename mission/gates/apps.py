"""Start-up of the gates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatesConfig(AppConfig):
    """The gates on the thread of the journey."""

    name = "mission.gates"
    label = "gates"

    def ready(self) -> None:
        """Put the gates on the navigation and say what waits."""
        from foundation import navigation, workboard
        from mission.gates import presenters

        navigation.register(
            step="gates",
            label=_("Gates"),
            url_name="gates:list",
            permission="gates.view_gates",
        )
        workboard.register(presenters.work_waiting)
        workboard.register_figures(presenters.figures)
