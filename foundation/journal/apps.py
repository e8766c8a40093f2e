"""The journal as a Django application."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers the journal's tables, commands and checks."""

    name = "foundation.journal"
    label = "journal"

    def ready(self) -> None:
        """Let ``manage.py check`` see a subscription that leads nowhere."""
        from foundation.journal import checks  # noqa: F401
