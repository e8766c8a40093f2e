"""The lead answers the own offer, on the pages of the application."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, applicant_page
from foundation.wording import sentence
from mission.registration.queries import application_of
from mission.selection import services


@require_POST
@applicant_page
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the seats up; a second press changes nothing."""
    by = _actor(request)
    file = application_of(reference, by=by)
    try:
        services.accept_offer(application_id=file.pk, by=by, at=now())
        messages.success(request, _("You accepted. The seats are kept for your file."))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("registration:status", file.reference)


@require_POST
@applicant_page
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the seats back, for good."""
    by = _actor(request)
    file = application_of(reference, by=by)
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:200]
    try:
        services.decline_offer(application_id=file.pk, reason=reason, by=by, at=now())
        messages.success(request, _("You gave the seats back. Thank you for telling us."))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("registration:status", file.reference)


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found
