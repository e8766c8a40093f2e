"""Pages of figures: the window hour by hour, the newest judgement, and a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.registration import access, services
from mission.registration.presenters import pages
from mission.registration.queries import applying, figures
from mission.registration.queries.eligible import judgements
from mission.season.queries import NoSuchSeason, current_season


@require_GET
@page_permission("registration.view_applications")
def eligibility(request: HttpRequest) -> HttpResponse:
    """Show what the newest judgement says, in figures and in words."""
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    runs = judgements(season)
    context = {
        "runs": runs,
        "run": runs[0] if runs else None,
        "shown": pages.judgement(runs[0]) if runs else None,
        "is_stale": figures.needs_judging(season),
        "has_files": figures.applications(season) > 0,
        "may_judge": access.may_judge(by=actor_of(request.user)),
        "may_answer": access.may_answer(by=actor_of(request.user)),
    }
    return render(request, "registration/eligibility.html", context)


@require_POST
@page_permission("registration.check_eligibility")
def judge(request: HttpRequest) -> HttpResponse:
    """Judge every file of the season by the rule values in force."""
    season = current_season()
    if season is None:
        raise NoSuchSeason(hijri_year="")
    try:
        services.check_eligibility(season=season, by=actor_of(request.user), at=now())
        messages.success(request, _("Every file has been judged by the values in force."))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("registration:eligibility")


@require_GET
@page_permission("registration.view_applications")
def window(request: HttpRequest) -> HttpResponse:
    """Show how many files came in hour by hour and day by day."""
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    rules = applying.season_rules(season)
    at = now()
    found = figures.window_figures(
        season, opens_at=rules.window.opens_at, at=at, zone=rules.cells.zone
    )
    context = {
        "found": found,
        "window": rules.window,
        "state": rules.window.state(at).value,
        "first_hours": pages.hours(found.first_hours),
        "weeks": pages.weeks(found.weeks),
        "hours": pages.hours(found.hours),
        "days": pages.days(found.days),
    }
    return render(request, "registration/window.html", context)
