"""Long work that people watch, as a Django application."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Owns the table of long tasks."""

    name = "foundation.progress"
    label = "progress"

    def ready(self) -> None:
        """Register the sentences."""
        from foundation.progress import presenters  # noqa: F401
