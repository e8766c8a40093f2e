"""What the rules of a round do to people, before anyone signs them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.scoping import page_permission
from mission.registration.queries import districts_of
from mission.selection import presenters, queries
from mission.selection.models import Round, Simulation
from mission.selection.presenters.fairness import ChanceTable
from mission.selection.views.rounds import begin, running_task

JOB = "selection.simulate_chances"


@require_GET
@page_permission("selection.view_rounds")
def fairness(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show each group's chance as the last simulated draws said, and how far new ones are."""
    found = queries.round_by_id(round_id)
    kept = queries.simulation_of(found)
    context = {
        "round": found,
        "task": running_task(request, round_id, [JOB]),
        "simulation": kept,
        "is_old": kept is not None and kept.basis != queries.basis_of(found),
        "tables": _tables(found, kept),
        "has_files": queries.has_files(found),
    }
    return render(request, "selection/fairness.html", context)


@require_POST
@page_permission("selection.view_rounds")
def simulate(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Begin to simulate draws; pressed again while they run it begins nothing more."""
    found = queries.round_by_id(round_id)
    task = running_task(request, round_id, [JOB])
    if task is None or task.is_over:
        begin(request, found, JOB, label=_("Simulating a thousand draws"))
    return redirect("selection:fairness", round_id=round_id)


def _tables(found: Round, kept: Simulation | None) -> list[ChanceTable]:
    if kept is None:
        return []
    return presenters.chance_tables(queries.chances_of(kept), districts_of(found.season))
