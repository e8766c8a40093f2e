"""Pages of campaigns for the mission and for a campaign's manager."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.campaigns import presenters, queries, services
from mission.campaigns.forms import CampaignForm, CapacityForm
from mission.season import queries as seasons


@page_permission("campaigns.view_campaigns")
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns with their seats; a manager goes straight to the only own one."""
    actor = actor_of(request.user)
    season = seasons.current_season()
    found = list(queries.campaigns(season, by=actor)) if season else []
    if len(found) == 1 and actor.campaigns is not None:
        return redirect("campaigns:campaign", campaign_id=found[0].id)
    rows = [{"campaign": row, "name": presenters.campaign_name(row)} for row in found]
    context = {
        "rows": rows,
        "seats": sum(row.capacity for row in found),
        "taken": sum(row.seats_taken for row in found),
        "waiting": len(queries.files_without_campaign(season)) if season else 0,
    }
    return render(request, "campaigns/list.html", context)


@page_permission("campaigns.view_roster")
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show one campaign: its seats, its camps, its pilgrims."""
    actor = actor_of(request.user)
    shown = queries.campaign(campaign_id, by=actor)
    search = request.GET.get("q", "").strip()
    found = queries.roster(campaign_id, by=actor, search=search)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "name": presenters.campaign_name(shown),
        "rows": [{"pilgrim": row, "names": presenters.pilgrim_names(row)} for row in page],
        "page": page,
        "search": search,
        "capacity_form": CapacityForm(initial={"capacity": shown.capacity}),
        "may_edit": actor.may("campaigns.edit_campaigns"),
    }
    return render(request, "campaigns/campaign.html", context)


@page_permission("campaigns.edit_campaigns")
def license_campaign(request: HttpRequest) -> HttpResponse:
    """License a campaign for this season."""
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    camps = {camp.code: camp for camp in seasons.camps(season)}
    choices = [(code, presenters.camp_name(camp)) for code, camp in camps.items()]
    form = CampaignForm(request.POST or None, camps=choices)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = [camps[code] for code in given.pop("camps")]
        made = services.license_campaign(
            season=season,
            plan=services.CampaignPlan(**given),
            camps=chosen,
            by=actor_of(request.user),
            at=now(),
        )
        messages.success(request, _("The campaign is licensed."))
        return redirect("campaigns:campaign", campaign_id=made.id)
    return render(request, "campaigns/license.html", {"form": form})


@page_permission("campaigns.edit_campaigns")
def capacity(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Change a campaign's seats."""
    shown = queries.campaign(campaign_id, by=actor_of(request.user))
    form = CapacityForm(request.POST or None, initial={"capacity": shown.capacity})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_capacity(
                campaign=shown,
                capacity=form.cleaned_data["capacity"],
                by=actor_of(request.user),
                at=now(),
            )
        except Refusal as refusal:
            form.add_error("capacity", sentence(refusal))
        else:
            messages.success(request, _("The seats are saved."))
            return redirect("campaigns:campaign", campaign_id=campaign_id)
    context = {"form": form, "shown": shown, "name": presenters.campaign_name(shown)}
    return render(request, "campaigns/capacity.html", context)


@page_permission("campaigns.place_winners")
def place(request: HttpRequest) -> HttpResponse:
    """Place the files that did not choose: first what waits and where seats are, then do it."""
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    actor = actor_of(request.user)
    if request.method == "POST":
        result = services.place_winners(
            season=season,
            by=actor,
            at=now(),
            only_accepted=request.POST.get("who") == "accepted",
        )
        return render(request, "campaigns/placed.html", {"result": result})
    waiting = queries.files_to_place(season, at=now(), only_accepted=False)
    accepted = queries.files_to_place(season, at=now(), only_accepted=True)
    context = {
        "files": len(waiting),
        "accepted": len(accepted),
        "unanswered": len(waiting) - len(accepted),
        "persons": sum(file.size for file in waiting),
        "seats_left": sum(row.seats_left for row in queries.campaigns(season, by=actor)),
    }
    return render(request, "campaigns/place.html", context)
