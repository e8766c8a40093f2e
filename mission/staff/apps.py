"""Start-up of the staff."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """The staff on the navigation, and how an account becomes an actor."""

    name = "mission.staff"
    label = "staff"

    def ready(self) -> None:
        """Say how accounts become actors."""
        from foundation import navigation, scoping
        from mission.staff import presenters as _presenters  # noqa: F401  (registers sentences)
        from mission.staff import queries

        scoping.set_actor_source(queries.actor_for)
        navigation.register(
            step="staff",
            label=_("Staff"),
            url_name="staff:members",
            permission="staff.manage_staff",
        )
