"""The lead of a file as the sign-in of the public knows them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from mission.accounts.models import Account
from mission.accounts.queries import SESSION_KEY, actor_for
from mission.registration.models import Applicant, Role


def account_of_lead(application_id, *, mobile="+97455000077", language="en") -> Account:
    """Open the account of a file's lead, as a sign-in with the registered mobile does."""
    lead = Applicant.objects.get(application_id=application_id, role=Role.LEAD).person
    found, _ = Account.objects.get_or_create(
        national_id=lead.national_id,
        defaults={
            "mobile": mobile,
            "language": language,
            "proof": "REGISTER",
            "opened_at": datetime(2027, 3, 1, tzinfo=UTC),
        },
    )
    return found


def lead_actor(application_id):
    """Answer the lead of a file, signed in."""
    return actor_for(account_of_lead(application_id))


def signed_in_as_lead(client, application_id, *, language="en"):
    """Let a browser be that of a file's lead; answer it."""
    account = account_of_lead(application_id, language=language)
    return signed_in_as(account, client, language=language)


def signed_in_as(account, client=None, *, language="en"):
    """Let a browser, a new one without any, be that of an applicant's account; answer it."""
    client = client or Client()
    session = client.session
    session[SESSION_KEY] = str(account.pk)
    session.save()
    client.cookies["language"] = language
    return client
