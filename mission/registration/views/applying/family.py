"""Travelling together with another family: asking, agreeing, declining, leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.clock import now
from foundation.ids import BadReference
from foundation.refusals import Refusal
from foundation.scoping import applicant_page
from foundation.wording import sentence
from mission.registration import services
from mission.registration.forms import FamilyForm
from mission.registration.models import Application
from mission.registration.presenters.family import family_lines
from mission.registration.presenters.places import places_for
from mission.registration.queries import applying, families
from mission.registration.views.applying.guards import (
    acting_account,
    actor,
    for_callers,
    own_account,
    own_application,
)
from mission.registration.views.applying.telling import show, tell
from mission.season.queries import current_season

Act = Callable[[HttpRequest, Application], str]


@require_GET
def _family(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who is linked and who asks, with the form to ask."""
    given = request.GET.get("with", "")[:20]
    return _page(
        request, own_application(request, reference), FamilyForm(initial={"reference": given})
    )


@require_POST
def _family_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Do one of ``_ACTS`` and go back to the page."""
    file = own_application(request, reference)
    if act not in _ACTS:
        raise Http404
    try:
        messages.success(request, _ACTS[act](request, file))
    except BadReference as wrong:
        form = FamilyForm(request.POST)
        form.full_clean()
        form.add_error("reference", sentence(wrong))
        return _page(request, file, form, status=422)
    except Refusal as refusal:
        tell(request, refusal)
    return redirect(places_for(actor(request)).to("family", file.reference))


@require_GET
@applicant_page
def together(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the page of the own application, with the reference of the family that gave the
    link filled in."""
    season = current_season()
    led = applying.applications_led_by(own_account(request), season) if season else []
    own = next((each for each in led if each.withdrawn_at is None), None)
    if own is None:
        messages.warning(
            request, _("Send your own application first, then open the link again.")
        )
        return redirect("registration:apply")
    address = reverse("registration:family", args=[own.reference])
    return redirect(f"{address}?with={reference[:20]}")


def _page(
    request: HttpRequest, file: Application, form: FamilyForm, *, status: int = 200
) -> HttpResponse:
    places = places_for(actor(request))
    link = reverse("registration:together", args=[file.reference])
    context = {
        "frame": places.frame,
        "application": file,
        "family": family_lines(file, applying.season_rules(file.season), at=now()),
        "form": form,
        "link": request.build_absolute_uri(link),
        "is_own": actor(request).kind == "applicant",
        "back": places.to("status", file.reference),
        "urls": {
            act.replace("-", "_"): places.to("family_act", file.reference, act) for act in _ACTS
        },
    }
    answer = show(request, "registration/apply/family.html", context)
    answer.status_code = status
    return answer


def _ask(request: HttpRequest, file: Application) -> str:
    reference = request.POST.get("reference", "")[:40]
    services.ask_for_family(reference=reference, **_lead(request, file))
    return _(
        "Your request is kept. If an application has this reference, its lead sees the request "
        "and may agree."
    )


def _agree(request: HttpRequest, file: Application) -> str:
    asked = families.request_by_id(_request_id(request))
    services.agree_to_family(request=asked, **_lead(request, file))
    return _("You are drawn together now: all of you, or none.")


def _decline(request: HttpRequest, file: Application) -> str:
    asked = families.request_by_id(_request_id(request))
    services.decline_family(request=asked, **_lead(request, file))
    return _("You declined. Your application is as it was.")


def _take_back(request: HttpRequest, file: Application) -> str:
    asked = families.request_by_id(_request_id(request))
    services.take_back_request(request=asked, **_lead(request, file))
    return _("You ask no longer.")


def _leave(request: HttpRequest, file: Application) -> str:
    services.leave_family(**_lead(request, file))
    return _("You left. Your application is drawn by itself.")


def _lead(request: HttpRequest, file: Application) -> dict[str, Any]:
    return {
        "application": file,
        "account": acting_account(request),
        "by": actor(request),
        "at": now(),
    }


def _request_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("request", ""))
    except ValueError as wrong:
        raise Http404 from wrong


_ACTS: dict[str, Act] = {
    "ask": _ask,
    "agree": _agree,
    "decline": _decline,
    "take-back": _take_back,
    "leave": _leave,
}

family, call_family = applicant_page(_family), for_callers(_family)
family_act, call_family_act = applicant_page(_family_act), for_callers(_family_act)
