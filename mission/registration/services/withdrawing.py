"""Taking an application back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.registration.events import ApplicationWithdrawn
from mission.registration.models import (
    Applicant,
    Application,
    ApplicationStatus,
    Draft,
    DraftPerson,
    Status,
)
from mission.registration.rules.applying import ApplicationWasWithdrawn
from mission.registration.services.families import leave_by_withdrawal
from mission.registration.services.leading import check_leads


@transaction.atomic
def withdraw_application(
    *, application: Application, account: Account, reason: str, by: Actor, at: datetime
) -> Application:
    """Take an application back, at any time: it leaves eligibility and the draw.

    Its persons may stand in another application from now on. What was typed stays in the
    draft, so that it can be submitted again while the window is open. If a round holds the
    application already, the selection hears of it and gives the seats to who waits. It leaves
    its family, and asks nobody any more to be drawn together.

    account  whose application it is; staff act for them

    Raises NoSuchApplication, ApplicationWasWithdrawn.
    """
    check_leads(application, account, by=by)
    # Waits for a freeze that is under way, as a freeze waits for this.
    held = Application.objects.select_for_update().get(pk=application.pk)
    if held.withdrawn_at is not None:
        raise ApplicationWasWithdrawn(reference=held.reference)
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    Applicant.objects.filter(application=held).update(left_at=at)
    DraftPerson.objects.filter(draft__application=held).update(submitted=None)
    Draft.objects.filter(application=held).update(application=None, submitted_at=None)
    leave_by_withdrawal(held, by=by, at=at)
    ApplicationStatus.objects.create(
        application=held, status=Status.WITHDRAWN, reason=reason[:200], at=at, by=by.label
    )
    journal.record(
        ApplicationWithdrawn(
            held.pk,
            held.season.hijri_year,
            held.reference,
            was_frozen=held.frozen_at is not None,
            by_staff=by.kind == "staff",
        ),
        by=by,
        at=at,
    )
    return held
