"""The link of a companion by SMS, for leads who would rather not copy it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation.phones import parse_phone
from foundation.scoping import Actor
from mission.accounts.queries import phone_region
from mission.notifications.queries import count_about
from mission.notifications.services import Secret, send_sms
from mission.registration.models import Draft, Invitation
from mission.registration.rules.applying import InvitationSpent, TooManyInvitations
from mission.registration.services.drafting import editable

KIND = "companion_invited"
# A bound against those who would have us write to strangers: each companion of the largest file
# three times. The link itself can still be copied.
MOST_OF_A_DRAFT = 12


@transaction.atomic
def send_invitation(
    *, invitation: Invitation, mobile: str, text: str, by: Actor, at: datetime
) -> None:
    """Send the text with a companion's link to a mobile; the number is kept nowhere else.

    text  with the link in it; it opens the companion's page, so it is kept until it is sent

    Raises BadPhone, TooManyInvitations, InvitationSpent, NoSuchDraft, WindowClosed,
    ApplicationIsFrozen.
    """
    draft, _rules = editable(invitation.person.draft, by=by, at=at)
    number = parse_phone(mobile, phone_region(), mobile_only=True)
    if invitation.revoked_at is not None or invitation.expires_at <= at:
        raise InvitationSpent()
    Draft.objects.select_for_update().get(pk=draft.pk)
    if count_about(KIND, str(draft.pk)) >= MOST_OF_A_DRAFT:
        raise TooManyInvitations()
    send_sms(
        to=number,
        kind=KIND,
        text=Secret(text, until=invitation.expires_at),
        about=str(draft.pk),
        by=by,
        at=at,
    )
