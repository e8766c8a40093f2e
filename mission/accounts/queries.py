"""Reads of the public's accounts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from foundation.clock import now
from foundation.refusals import NotFound
from foundation.scoping import Actor
from mission.accounts.models import Account, Passkey, SignIn
from mission.accounts.rules import Proof as _Proof
from mission.accounts.rules import Receiver, receiver
from mission.people.queries import masked, mobile_of
from mission.season import queries as seasons

SESSION_KEY = "account"
SESSION_UNTIL = "account_until"
SESSION_ENDS = "account_sessions_ended"


class NoSuchAccount(NotFound):
    """No account has this id."""

    code = "no_such_account"


def account_of(request: HttpRequest) -> Account | None:
    """Answer the account that is signed in on this device, if any is and its time is not over.

    A session that began before all of them were ended (``sessions_ended``) counts no more.
    """
    session = request.session
    known = session.get(SESSION_KEY)
    if not known:
        return None
    until = session.get(SESSION_UNTIL)
    if until is not None and datetime.fromisoformat(until) <= now():
        return None
    account = Account.objects.filter(pk=UUID(known)).first()
    if account is None or session.get(SESSION_ENDS, 0) != account.sessions_ended:
        return None
    return account


def applicant_of(request: HttpRequest) -> Actor | None:
    """Answer who is signed in on this device as an applicant; others see half of the id."""
    account = account_of(request)
    return None if account is None else actor_for(account)


def actor_for(account: Account) -> Actor:
    """Answer the actor of an account: it holds no permission, and reaches its own records."""
    return Actor(kind="applicant", id=str(account.id), label=masked(account.national_id))


def account(account_id: UUID) -> Account:
    """Answer one account; raises NoSuchAccount."""
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        raise NoSuchAccount(account=account_id)
    return found


def account_by_national_id(national_id: str) -> Account | None:
    """Answer the account of a national id, if there is one."""
    return Account.objects.filter(national_id=national_id).first()


def receiver_of(national_id: str, *, typed: str) -> Receiver | None:
    """Answer where a code for this id goes, if anywhere."""
    known = account_by_national_id(national_id)
    return receiver(
        typed,
        account=None if known is None else (known.mobile, _Proof(known.proof)),
        registered=mobile_of(national_id),
    )


def sign_in(sign_in_id: UUID) -> SignIn | None:
    """Answer a sign-in that is on its way."""
    return SignIn.objects.filter(pk=sign_in_id).first()


def passkeys_of(account: Account) -> list[Passkey]:
    """Answer the passkeys of an account, oldest first."""
    return list(account.passkeys.order_by("id"))


def phone_region() -> str:
    """Answer the country (ISO 3166) of numbers without a country's code; empty: none."""
    season = seasons.current_season()
    if season is None:
        return ""
    return str(seasons.rule_values(season).get("applications.phone_region", ""))


def is_known_holder(account: Account) -> bool:
    """Answer whether an account is known to belong to the person of its national id.

    One that was opened with a mobile alone, for an id that nobody knew then, is believed in
    what it typed itself and in nothing that others brought in under that id.
    """
    return account.proof != _Proof.MOBILE
