"""Submissions that may be sent again, as a Django application."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Owns the table of answers that were given once."""

    name = "foundation.idempotency"
    label = "idempotency"

    def ready(self) -> None:
        """Register the sentences."""
        from foundation.idempotency import presenters  # noqa: F401
