"""Who reaches the screens: the applicant the own ones, an operator those of a caller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from foundation.scoping import Actor, applicant_page, page_permission
from mission.accounts.models import Account
from mission.accounts.queries import account_of, applicant_of
from mission.registration import access
from mission.registration.models import Application, Draft, DraftPerson
from mission.registration.queries import application_by_reference, applying
from mission.registration.rules.applying import NoSuchApplication

View = Callable[..., HttpResponseBase]
FILL_FOR_CALLER = "registration.fill_for_caller"


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
    """Answer an application that the reader leads; raises NoSuchApplication, BadReference."""
    application = application_by_reference(reference)
    account = own_account(request)
    access.check_may_lead(is_lead=applying.is_led_by(application, account), by=actor(request))
    return application
