"""The overview of a season's permits, the list of pilgrims, and the start of an issue."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.progress.queries import tasks_of
from foundation.scoping import actor_of, page_permission
from mission.permits import access, queries, services
from mission.permits.presenters.export import permits_workbook
from mission.permits.presenters.words import campaign_name, pilgrim_names, state_in_words
from mission.season import queries as seasons

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ON_A_PAGE = 50


@page_permission("permits.view_permits")
def overview(request: HttpRequest) -> HttpResponse:
    """Show how far permits and bracelets are, campaign by campaign.

    A campaign's manager sees the own pilgrims instead.
    """
    actor = actor_of(request.user)
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    if actor.campaigns is not None:
        return redirect("permits:pilgrims")
    at = now()
    campaigns = queries.figures_of_campaigns(season, at=at)
    figures = queries.figures_of_season(season, by=actor, at=at)
    plan = services.plan_issue(season=season, at=at)
    context = {
        "season": season,
        "figures": figures,
        "rows": [{"campaign": row, "name": campaign_name(row)} for row in campaigns],
        "plan": plan,
        "ended": max(figures.without_bracelet - plan.issued - plan.without_camp, 0),
        "task": next(iter(tasks_of(actor, kind="permits.issue", limit=1)), None),
        "may_issue": actor.may("permits.issue_bracelets"),
    }
    return render(request, "permits/overview.html", context)


@page_permission("permits.issue_bracelets")
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Let a worker issue what waits; the overview shows how far it is."""
    season = seasons.current_season()
    if season is not None:
        services.start_issue(
            season=season, label=_("Issue bracelets"), by=actor_of(request.user), at=now()
        )
    return redirect("permits:overview")


@page_permission("permits.view_permits")
def pilgrims(request: HttpRequest) -> HttpResponse:
    """List the pilgrims with a permit whom the reader may see, with their bracelets."""
    actor = actor_of(request.user)
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    search = request.GET.get("q", "").strip()
    campaign = _campaign_asked(request)
    if campaign is not None:
        access.check_may_view_permits(by=actor, campaign_id=campaign)
    found = queries.pilgrims_with_permits(season, by=actor, search=search, campaign_id=campaign)
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "figures": queries.figures_of_season(season, by=actor, at=now()),
        "rows": [_row(pilgrim) for pilgrim in page],
        "page": page,
        "search": search,
        "may_see_all": actor.campaigns is None,
    }
    return render(request, "permits/pilgrims.html", context)


@page_permission("permits.view_permits")
def export(request: HttpRequest) -> HttpResponse:
    """Answer the permits that the reader may see as a workbook."""
    season = seasons.current_season()
    if season is None:
        return redirect("permits:overview")
    rows = queries.permit_rows(season, by=actor_of(request.user))
    response = HttpResponse(permits_workbook(rows), content_type=_XLSX)
    name = f"permits-{season.hijri_year}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _campaign_asked(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("campaign", ""))
    except ValueError:
        return None


def _row(pilgrim: queries.PilgrimWithBracelet) -> dict[str, object]:
    word, shade = state_in_words(pilgrim.bracelet_state)
    return {
        "pilgrim": pilgrim,
        "names": pilgrim_names(pilgrim),
        "campaign": campaign_name(pilgrim.campaign),
        "serial": pilgrim.bracelet_serial,
        "state": word,
        "shade": shade,
    }
