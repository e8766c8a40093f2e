"""Start-up of registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Registration on the thread of the journey."""

    name = "mission.registration"
    label = "registration"

    def ready(self) -> None:
        """Put registration on the navigation and on the homes."""
        from foundation import navigation
        from mission.registration.presenters import work

        work.register()
        navigation.register(
            step="registration",
            label=_("Registration"),
            url_name="registration:applications",
            permission="registration.view_applications",
        )
        navigation.register(
            step="callers",
            label=_("Callers"),
            url_name="registration:calls",
            permission="registration.fill_for_caller",
        )
