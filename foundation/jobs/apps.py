"""The job queue as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Owns what the queue itself does not keep: why a job failed."""

    name = "foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the sentences, and what the home of the systems unit shows."""
        from foundation import workboard
        from foundation.jobs import presenters

        workboard.register(presenters.work_waiting)
        workboard.register_links(presenters.links)
