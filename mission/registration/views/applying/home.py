"""The first page: the season's conditions, one's own application, and how to begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_cookie

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import applicant_page, open_page
from mission.accounts.models import Account
from mission.accounts.queries import account_of, actor_for
from mission.registration import services
from mission.registration.models import Draft
from mission.registration.presenters import applying as shown
from mission.registration.presenters import conditions, documents, journey
from mission.registration.presenters.places import Places, places_for
from mission.registration.queries import applying, checking
from mission.registration.queries.applying import SeasonRules
from mission.registration.queries.carrying import carried_candidate
from mission.registration.queries.documents import document_rules
from mission.registration.rules.screens import FIRST
from mission.registration.views.applying.guards import actor, own_account
from mission.registration.views.applying.telling import show, tell
from mission.season.models import Season
from mission.season.queries import NoSuchSeason, current_season

TEXT_SIZES = ("normal", "large", "largest")
YEAR_SECONDS = 365 * 24 * 3600
# The day on which the window opens, and a rule that changed, is seen everywhere within this.
SHARED_SECONDS = 60


@open_page("the conditions of the season are for everybody")
@require_GET
@vary_on_cookie
def apply(request: HttpRequest) -> HttpResponse:
    """Show the conditions in plain words; whoever is signed in sees their own application."""
    season = current_season()
    if season is None:
        return show(request, "registration/apply/no_season.html")
    rules = applying.season_rules(season)
    account = account_of(request)
    context: dict[str, Any] = {
        "season": season,
        "window": rules.window,
        "state": rules.window.state(now()).value,
        "conditions": conditions.conditions(rules),
        "account": account,
    }
    if account is not None:
        context |= _own(account, season, rules)
        return show(request, "registration/apply/home.html", context)
    # Who comes without a cookie gets what the last one got: no session, no token, no row.
    asked = document_rules(season)
    context |= {
        "is_shared": True,
        "needed": documents.needed(asked),
        "documents_block": asked.block_submission,
    }
    answer = show(request, "registration/apply/home.html", context)
    if not request.COOKIES:
        patch_cache_control(answer, public=True, max_age=SHARED_SECONDS)
    return answer


def _own(account: Account, season: Season, rules: SeasonRules) -> dict[str, Any]:
    draft = applying.draft_for(account.pk, season)
    context: dict[str, Any] = {
        "applications": applying.applications_led_by(account, season),
        "standing": applying.standing_of(account, season),
        "carried": None if draft else carried_candidate(account, season),
    }
    standing = [file for file in context["applications"] if file.withdrawn_at is None]
    if standing:
        own_draft = draft if draft and draft.application_id == standing[0].pk else None
        context["leading"] = standing[0]
        context["journey"] = journey.journey(standing[0], own_draft, rules, at=now())
    if draft is not None:
        found = checking.checked(draft, rules)
        lead = found.lead.person
        context["draft"] = shown.draft_line(draft, found)
        context["go_on"] = places_for(actor_for(account)).screen(
            lead, found.lead.first_open_screen or "review"
        )
    return context


@require_POST
@applicant_page
def begin(request: HttpRequest) -> HttpResponse:
    """Open the draft of whoever is signed in, and go to its first screen."""
    return _with_draft(
        request,
        services.open_draft,
        lambda places, draft: places.screen(applying.people_of(draft)[0], FIRST),
    )


@require_POST
@applicant_page
def carry_over(request: HttpRequest) -> HttpResponse:
    """Carry last season's file over, by one confirmation of its lead."""
    return _with_draft(
        request, services.carry_over, lambda places, draft: places.to("review", draft.pk)
    )


def _with_draft(
    request: HttpRequest,
    write: Callable[..., Draft],
    address: Callable[[Places, Draft], str],
) -> HttpResponse:
    season = current_season()
    if season is None:
        raise NoSuchSeason(hijri_year="")
    by = actor(request)
    try:
        draft = write(account=own_account(request), season=season, by=by, at=now())
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("registration:apply")
    return redirect(address(places_for(by), draft))


@csrf_exempt  # the pages that one answer serves everybody with carry no token of anybody
@open_page("it changes nothing but the size of letters on this device")
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Keep in a cookie how large letters are on this device, and go back."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = redirect(back)
    size = request.POST.get("size", "")
    if size in TEXT_SIZES:
        answer.set_cookie(
            "text_size",
            size,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return answer
