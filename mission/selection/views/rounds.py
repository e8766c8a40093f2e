"""The list of rounds, a round's own page, and its rules."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foundation import jobs
from foundation.clock import now
from foundation.progress.models import Task
from foundation.progress.queries import tasks_of
from foundation.progress.services import open_task
from foundation.scoping import actor_of, page_permission
from mission.season import queries as seasons
from mission.selection import presenters, queries, services
from mission.selection.forms import (
    AmendForm,
    ChanceForm,
    CommitForm,
    RevealForm,
    StrikeForm,
    VacateForm,
)
from mission.selection.models import Round
from mission.selection.rules import ceremony
from mission.selection.rules.council import Step

# The job of each long step, and what its progress is called.
WORK = {
    Step.FREEZE: ("selection.freeze_round", gettext_lazy("Freezing")),
    Step.DRAW: ("selection.draw_round", gettext_lazy("Drawing")),
    Step.PUBLISH: ("selection.publish_round", gettext_lazy("Publishing")),
}


@page_permission("selection.view_rounds")
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds of the season."""
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    found = list(queries.rounds(season))
    is_free = all(queries.current_state(one) == ceremony.PUBLISHED for one in found)
    context = {
        "rows": [
            {
                "round": one,
                "tag": presenters.state_tag(queries.current_state(one)),
                "freeze": queries.freeze_of(one),
                "draw": queries.draw_of(one),
            }
            for one in found
        ],
        "may_open": is_free and actor_of(request.user).may("selection.prepare_round"),
    }
    return render(request, "selection/rounds.html", context)


@require_POST
@page_permission("selection.prepare_round")
def open_round(request: HttpRequest) -> HttpResponse:
    """Open the season's next round with the season's own rules."""
    season = seasons.current_season()
    if season is None:
        return redirect("selection:rounds")
    opened = services.open_round(season=season, by=actor_of(request.user), at=now())
    messages.success(request, _("The round is open. Look at its rules first."))
    return redirect("selection:round", round_id=opened.id)


@page_permission("selection.view_rounds")
def selection_round(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show a round as a ceremony: its steps, and what this person may do now."""
    return render(request, "selection/round.html", page_of(request, round_id))


@page_permission("selection.view_rounds")
def promises(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Answer the members' promises alone, as they come in."""
    return render(request, "selection/_promises.html", page_of(request, round_id))


def page_of(request: HttpRequest, round_id: UUID, **forms: object) -> dict[str, object]:
    """Gather what the page of a round shows; a form that was refused keeps what was typed."""
    actor = actor_of(request.user)
    found = queries.round_by_id(round_id)
    context: dict[str, object] = {
        "commit_form": CommitForm(initial={"member": presenters.member_name(request.user)}),
        "reveal_form": RevealForm(),
        "strike_form": StrikeForm(),
        "chance_form": ChanceForm(),
        "vacate_form": VacateForm(),
        "amend_form": AmendForm(),
        "task": running_task(request, round_id, (job for job, _label in WORK.values())),
        **presenters.ceremony_of(found, by=actor, at=now()),
        **forms,
    }
    return context


def start_work(request: HttpRequest, found: Round, step: Step) -> None:
    """Start the work of a step that two persons decided."""
    job, label = WORK[step]
    begin(request, found, job, label=str(label))


def begin(request: HttpRequest, found: Round, job: str, *, label: str) -> None:
    """Let a job work on a round, and open the task that shows how far it is."""
    by = actor_of(request.user)
    task = open_task(kind=f"{job}:{found.id}", label=label, by=by, at=now())
    jobs.defer_by_name(job, task=str(task.id), round_id=str(found.id), member=by.id)


def running_task(request: HttpRequest, round_id: UUID, names: Iterable[str]) -> Task | None:
    """Answer the work on this round by these jobs that this person started and that still
    runs, or that failed last."""
    mine = [
        task
        for job in names
        for task in tasks_of(actor_of(request.user), kind=f"{job}:{round_id}", limit=1)
    ]
    newest = max(mine, key=lambda task: task.created_at, default=None)
    return newest if newest is not None and newest.state not in ("DONE", "CANCELLED") else None
