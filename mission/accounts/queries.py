"""Reads of the public's accounts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.people.queries import masked

SESSION_KEY = "account"


def account_of(request: HttpRequest) -> Account | None:
    """Answer the account that is signed in on this device, if any is."""
    known = request.session.get(SESSION_KEY)
    return Account.objects.filter(pk=UUID(known)).first() if known else None


def applicant_of(request: HttpRequest) -> Actor | None:
    """Answer who is signed in on this device as an applicant; others see half of the id."""
    account = account_of(request)
    return None if account is None else actor_for(account)


def actor_for(account: Account) -> Actor:
    """Answer the actor of an account: it holds no permission, and reaches its own records."""
    return Actor(kind="applicant", id=str(account.id), label=masked(account.national_id))
