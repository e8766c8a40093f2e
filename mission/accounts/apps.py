"""Start-up of the public's accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The public's accounts, and how a session becomes an actor."""

    name = "mission.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Say whose session it is."""
        from foundation import scoping
        from mission.accounts import queries

        scoping.set_applicant_source(queries.applicant_of)
