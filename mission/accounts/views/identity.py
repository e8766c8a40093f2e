"""The way in by a national identity service."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.clock import now
from foundation.scoping import open_page
from foundation.wording import sentence
from mission.accounts import services
from mission.accounts.services import Asking, IdentityRefused
from mission.accounts.views import sessions
from mission.season.queries import help_lines


@open_page("whoever applies comes in here when an identity service is used")
@require_safe
def identity_start(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the identity service."""
    _only_when_used()
    sessions.keep_next(request)
    try:
        address, asking = services.ask_identity(
            request.build_absolute_uri(reverse("accounts:identity_back"))
        )
    except IdentityRefused as refusal:
        return _refused(request, refusal)
    sessions.keep(request, "identity", asking.kept())
    return redirect(address)


@open_page("the identity service sends the visitor back here; what it says is verified")
@require_safe
def identity_back(request: HttpRequest) -> HttpResponse:
    """Let the visitor in whom the identity service knows."""
    _only_when_used()
    kept = sessions.take(request, "identity")
    if kept is None:
        return redirect("accounts:sign_in")
    try:
        account = services.sign_in_by_identity(
            asked=Asking(**kept),
            state=request.GET.get("state", ""),
            code=request.GET.get("code", ""),
            by=sessions.VISITOR,
            at=now(),
        )
    except IdentityRefused as refusal:
        return _refused(request, refusal)
    sessions.enter(request, account)
    return redirect(sessions.taken_next(request))


def _refused(request: HttpRequest, refusal: IdentityRefused) -> HttpResponse:
    context = {"sentence": sentence(refusal), "help_lines": help_lines()}
    return render(request, "accounts/identity_refused.html", context, status=refusal.status)


def _only_when_used() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404
