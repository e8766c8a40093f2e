"""The operator's way in: a caller's account by national id and mobile, then their screens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.accounts.services import open_for_caller
from mission.registration import services
from mission.registration.forms import CallerForm
from mission.registration.presenters.places import places_for
from mission.registration.queries import applying
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
            draft = services.open_draft(account=account, season=season, by=by, at=at)
            return redirect(places_for(by).to("review", draft.pk))
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
    return render(request, "registration/calls/find.html", {"form": form})
