"""Passkeys of the public: offered after a sign-in, used instead of one, removed."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.branding import mission_name
from foundation.clock import now
from foundation.components.text import device
from foundation.refusals import Refusal
from foundation.scoping import Actor, applicant_page, open_page
from foundation.wording import sentence
from mission.accounts import presenters, queries, services
from mission.accounts.models import Account
from mission.accounts.services import Asked, PasskeyRefused, Site
from mission.accounts.views import sessions
from mission.accounts.views.entering import PASSKEY_COOKIE
from mission.season.queries import help_lines

ASKED_AGAIN_SECONDS = 90 * 24 * 60 * 60
LONGEST_ANSWER = 20_000


@open_page("a passkey is a way in by itself")
@require_POST
def passkey_asked(request: HttpRequest) -> HttpResponse:
    """Answer what the browser needs to offer passkeys."""
    _only_with_codes()
    options, asked = services.passkey_to_use(site=_site(request))
    sessions.keep(request, "passkey_asked", asked)
    return JsonResponse(options)


@open_page("a passkey is a way in by itself")
@require_POST
def passkey_used(request: HttpRequest) -> HttpResponse:
    """Let the holder of a passkey in; answers where to go on."""
    _only_with_codes()
    try:
        account = services.sign_in_by_passkey(
            asked=_asked(request, "passkey_asked"),
            answer=_answer(request),
            by=sessions.VISITOR,
            at=now(),
        )
    except Refusal as refusal:
        return _refused(refusal)
    sessions.enter(request, account)
    return JsonResponse({"next": sessions.taken_next(request)})


@applicant_page
def passkey_offer(request: HttpRequest) -> HttpResponse:
    """Offer a passkey once, and remember for a while that it was offered."""
    context = {"next": sessions.next_address(request), "help_lines": help_lines()}
    answer = render(request, "accounts/passkey_offer.html", context)
    answer.set_cookie(
        PASSKEY_COOKIE,
        "1",
        max_age=ASKED_AGAIN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@applicant_page
@require_POST
def passkey_new(request: HttpRequest) -> HttpResponse:
    """Answer what the browser needs to make a passkey."""
    account = _account(request)
    try:
        options, asked = services.passkey_to_add(
            account, name=presenters.passkey_name(account), site=_site(request)
        )
    except Refusal as refusal:
        return _refused(refusal)
    sessions.keep(request, "passkey_new", asked)
    return JsonResponse(options)


@applicant_page
@require_POST
def passkey_added(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the browser made; answers where to go on."""
    try:
        services.add_passkey(
            account=_account(request),
            asked=_asked(request, "passkey_new"),
            answer=_answer(request),
            device=device(request.headers.get("User-Agent", "")),
            by=_actor(request),
            at=now(),
        )
    except Refusal as refusal:
        return _refused(refusal)
    messages.success(request, _("Next time you sign in with this device alone."))
    return JsonResponse({"next": sessions.taken_next(request)})


@applicant_page
@require_POST
def passkey_remove(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """Forget one passkey."""
    services.remove_passkey(
        account=_account(request), passkey_id=passkey_id, by=_actor(request), at=now()
    )
    messages.success(request, _("The passkey is removed."))
    return redirect("accounts:account")


def _only_with_codes() -> None:
    """With an identity service that service decides who comes in, and nothing beside it."""
    if settings.OIDC_ISSUER:
        raise Http404


def _site(request: HttpRequest) -> Site:
    host = request.get_host()
    return Site(
        host=host.rsplit(":", 1)[0] if not host.endswith("]") else host,
        origin=f"{request.scheme}://{host}",
        name=mission_name(),
    )


def _asked(request: HttpRequest, name: str) -> Asked:
    """Answer what this browser was asked for, once; raises PasskeyRefused."""
    state = sessions.take(request, name)
    if not isinstance(state, dict):
        raise PasskeyRefused
    return Asked(site=_site(request), state=state)


def _answer(request: HttpRequest) -> dict[str, Any]:
    """Read what the browser sent; raises PasskeyRefused when it is no JSON object."""
    try:
        answer = json.loads(request.body[:LONGEST_ANSWER])
    except ValueError as wrong:
        raise PasskeyRefused from wrong
    if not isinstance(answer, dict):
        raise PasskeyRefused
    return answer


def _refused(refusal: Refusal) -> HttpResponse:
    return JsonResponse({"sentence": sentence(refusal)}, status=refusal.status)


def _account(request: HttpRequest) -> Account:
    return queries.account(UUID(_actor(request).id))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
