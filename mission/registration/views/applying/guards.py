"""Who reaches the screens: the applicant the own ones, an operator those of a caller."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from foundation.scoping import Actor, applicant_page, page_permission
from foundation.wording import sentence
from mission.accounts.models import Account
from mission.accounts.queries import account as account_by_id
from mission.accounts.queries import account_of, applicant_of
from mission.registration import access
from mission.registration.models import Application, Draft, DraftPerson
from mission.registration.queries import application_by_reference, applying
from mission.registration.rules.applying import CallerNotKnown, NoSuchApplication

View = Callable[..., HttpResponseBase]
FILL_FOR_CALLER = "registration.fill_for_caller"
# Whose both numbers an operator was told, until the next caller.
_CALLER = "caller"


def both(view: View) -> tuple[View, View]:
    """Answer a page for applicants, and the same one for operators; both set ``request.actor``.

    The page itself asks whether the draft is theirs.
    """
    return applicant_page(view), page_permission(FILL_FOR_CALLER)(view)


def actor(request: HttpRequest) -> Actor:
    """Answer who was let in."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def applicant_sender(request: HttpRequest) -> str:
    """Name the account that sends a form, also to the page that says how the form stands."""
    found = getattr(request, "actor", None) or applicant_of(request)
    return "" if found is None else str(found.id)


def own_account(request: HttpRequest) -> Account:
    """Answer the account that is signed in; raises NoSuchApplication when none is."""
    account = account_of(request)
    if account is None:
        raise NoSuchApplication(reference="")
    return account


def remember_caller(request: HttpRequest, account: Account) -> None:
    """Keep on this device whom an operator acts for."""
    request.session[_CALLER] = str(account.pk)


def acting_account(request: HttpRequest) -> Account:
    """Answer the account that is signed in, or that of the caller whom an operator acts for.

    Raises NoSuchApplication, CallerNotKnown.
    """
    if actor(request).kind == "applicant":
        return own_account(request)
    known = request.session.get(_CALLER)
    if known is None:
        raise CallerNotKnown()
    return account_by_id(UUID(known))


def for_callers(view: View) -> View:
    """Answer a page for operators that asks for the caller's numbers where it needs them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except CallerNotKnown as refusal:
            messages.error(request, sentence(refusal))
            return redirect("registration:calls")

    return page_permission(FILL_FOR_CALLER)(guarded)


def own_draft(request: HttpRequest, draft_id: Any) -> Draft:
    """Answer a draft that the reader may fill in; raises NoSuchDraft."""
    draft = applying.draft_by_id(draft_id)
    access.check_may_fill(draft, by=actor(request))
    return draft


def own_person(request: HttpRequest, person_id: Any) -> tuple[DraftPerson, bool]:
    """Answer a person of a draft, and whether the reader is the companion who was invited.

    Raises NoSuchDraft.
    """
    person = applying.draft_person_by_id(person_id)
    by = actor(request)
    if access.may_fill_person(applying.standing_invitation(person), by=by):
        return person, True
    access.check_may_fill(person.draft, by=by)
    return person, False


def own_application(request: HttpRequest, reference: str) -> Application:
    """Answer an application that the reader leads, or the caller whom an operator acts for.

    Raises NoSuchApplication, CallerNotKnown, BadReference.
    """
    application, by = application_by_reference(reference), actor(request)
    is_lead = applying.is_led_by(application, acting_account(request))
    if not is_lead and access.may_fill_for_caller(by=by):
        raise CallerNotKnown()
    access.check_may_lead(is_lead=is_lead, by=by)
    return application
