"""Start-up of the public's accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The public's accounts, and how a session becomes an actor."""

    name = "mission.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Say whose session it is, what a code's message is called, and where staff help."""
        from foundation import navigation, scoping, wording
        from mission.accounts import queries
        from mission.accounts.services.codes import CODE_KIND

        scoping.set_applicant_source(queries.applicant_of)
        wording.register({f"message.{CODE_KIND}": _("Code to sign in")})
        navigation.register(
            step="accounts",
            label=_("Applicants' accounts"),
            url_name="accounts:find",
            permission="accounts.move_mobile",
        )
