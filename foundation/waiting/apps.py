"""The waiting room, as a Django application."""

from django.apps import AppConfig


class WaitingConfig(AppConfig):
    """Owns the openings, the seats behind the door, and how quickly the web answers."""

    name = "foundation.waiting"
    label = "waiting"

    def ready(self) -> None:
        """Register the sentences and the check of the addresses."""
        from foundation import workboard
        from foundation.waiting import checks, presenters  # noqa: F401

        workboard.register_links(presenters.links)
