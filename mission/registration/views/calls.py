"""The operator's way in: a caller's account by national id and mobile, then their screens."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, actor_of, page_permission
from foundation.wording import sentence
from mission.accounts.models import Account
from mission.accounts.services import open_for_caller
from mission.registration import services
from mission.registration.forms import CallerForm
from mission.registration.presenters.places import places_for
from mission.registration.queries import applying
from mission.registration.views.applying.guards import remember_caller
from mission.season.models import Season
from mission.season.queries import current_season


@require_http_methods(["GET", "POST"])
@page_permission("registration.fill_for_caller")
def calls(request: HttpRequest) -> HttpResponse:
    """Find a caller's account by both numbers, and open their application."""
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    form = CallerForm(request.POST or None, rules=applying.season_rules(season).cells)
    if request.method == "POST" and form.is_valid():
        by, at = actor_of(request.user), now()
        try:
            account = open_for_caller(**form.cleaned_data, by=by, at=at)
            remember_caller(request, account)
            return redirect(_place_of(account, season, by=by, at=at))
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
    return render(request, "registration/calls/find.html", {"form": form})


def _place_of(account: Account, season: Season, *, by: Actor, at: datetime) -> str:
    """Answer where a caller's application stands, or where it is filled in.

    One that was withdrawn is filled in anew while the window is open. Raises WindowClosed.
    """
    places = places_for(by)
    files = applying.applications_led_by(account, season)
    files.sort(key=lambda file: file.withdrawn_at is not None)
    is_open = applying.season_rules(season).window.is_open(at)
    if files and (files[0].withdrawn_at is None or not is_open):
        return places.to("status", files[0].reference)
    draft = services.open_draft(account=account, season=season, by=by, at=at)
    return places.to("review", draft.pk)
