"""Whether an act on an application comes from its lead; part of the writes that ask it."""

from __future__ import annotations

from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.registration import access
from mission.registration.models import Application
from mission.registration.queries import applying


def check_leads(application: Application, account: Account, *, by: Actor) -> None:
    """Raise NoSuchApplication unless the account leads the file, and ``by`` is it or staff."""
    is_own = by.kind != "applicant" or by.id == str(account.pk)
    access.check_may_lead(is_lead=is_own and applying.is_led_by(application, account), by=by)
