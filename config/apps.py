"""Start-up of the wiring: roles get their permissions, events their readers."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    """The wiring as an application, so that it runs after every app is ready."""

    name = "config"

    def ready(self) -> None:
        """Grant the roles and subscribe the handlers."""
        from config import roles, subscriptions

        roles.apply()
        subscriptions.apply()
