"""What the rules of a round do to people, before anyone signs them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.scoping import page_permission
from mission.registration.queries import districts_of
from mission.selection import presenters, queries


@page_permission("selection.view_rounds")
def fairness(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show each group's chance over simulated draws; the page asks for them when it is open."""
    found = queries.round_by_id(round_id)
    context: dict[str, object] = {"round": found}
    if request.htmx or "now" in request.GET:  # type: ignore[attr-defined]
        simulated = queries.fairness_of(found)
        context["simulated"] = simulated
        context["tables"] = (
            presenters.chance_tables(simulated, districts_of(found.season)) if simulated else []
        )
        context["is_ready"] = True
    part = "selection/_fairness.html" if request.htmx else "selection/fairness.html"  # type: ignore[attr-defined]
    return render(request, part, context)
