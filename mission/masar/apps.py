"""Start-up of the e-path."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MasarConfig(AppConfig):
    """The e-path on the thread of the journey."""

    name = "mission.masar"
    label = "masar"

    def ready(self) -> None:
        """Put the e-path on the navigation, say what waits and how the link is."""
        import stamina.instrumentation

        from foundation import navigation, workboard
        from mission.masar import presenters

        # Retries are counted in every call's row; a line of log for each would drown the rest.
        stamina.instrumentation.set_on_retry_hooks(())
        navigation.register(
            step="masar",
            label=_("Saudi e-path"),
            url_name="masar:link",
            permission="masar.view_exchange",
        )
        workboard.register(presenters.work_waiting)
        workboard.register_funnel(presenters.funnel)
        workboard.register_links(presenters.links)
