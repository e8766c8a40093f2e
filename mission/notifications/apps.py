"""Start-up of messages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Messages beside the staff's pages, and how the gateway is on the home of the unit."""

    name = "mission.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Put the list on the navigation, say what waits and how the gateway is."""
        from foundation import navigation, workboard
        from mission.notifications import presenters

        navigation.register(
            step="messages",
            label=_("Messages"),
            url_name="notifications:list",
            permission="notifications.view_messages",
        )
        workboard.register(presenters.work_waiting)
        workboard.register_links(presenters.links)
