"""Files that people hand in, as a Django application."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """Owns the table of uploads; the bytes lie in MEDIA_ROOT."""

    name = "foundation.uploads"
    label = "uploads"

    def ready(self) -> None:
        """Register the sentences."""
        from foundation.uploads import presenters  # noqa: F401
