"""The attendance, the second person's answer, the witness's word, and their live part."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, actor_of, page_permission
from foundation.wording import sentence
from mission.selection import presenters, queries, services
from mission.selection.models import Round
from mission.selection.rules.council import LONG, Step
from mission.selection.views.rounds import start_work


@page_permission("selection.view_rounds")
@require_safe
def council(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Answer who is there and what is proposed; nothing when the page shows it already, and
    the whole page again when the round has moved on."""
    found = queries.round_by_id(round_id)
    if request.GET.get("stage") != presenters.stage_of(found, at=now()):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if request.GET.get("seen") == presenters.seen_of(found, at=now()):
        return HttpResponse(status=204)
    context = presenters.ceremony_of(found, by=actor_of(request.user), at=now())
    return render(request, "selection/_council.html", context)


@require_POST
@page_permission("selection.view_rounds")
def attend(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Sign that this person is there, or leaves."""

    def act(found: Round, by: Actor) -> None:
        if request.POST.get("leave"):
            services.leave(selection_round=found, by=by, at=now())
        else:
            name = presenters.both_names(request.user)
            services.come(selection_round=found, name=name, by=by, at=now())

    return pressed(request, round_id, act)


@require_POST
@page_permission("selection.confirm_step")
def answer(request: HttpRequest, round_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Agree to what another person proposed, or decline it; start the work that takes long."""
    agrees = request.POST.get("agrees") == "yes"

    def act(found: Round, by: Actor) -> None:
        proposal = queries.proposal_by_id(found, proposal_id)
        services.answer_proposal(proposal=proposal, agrees=agrees, by=by, at=now())
        if agrees and proposal.step in LONG:
            start_work(request, found, Step(proposal.step))

    done = _("Two persons have decided it.") if agrees else _("It is declined.")
    return pressed(request, round_id, act, done=done)


@require_POST
@page_permission("selection.confirm_step")
def take_up(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Take up work that two persons decided and that was interrupted."""

    def act(found: Round, by: Actor) -> None:
        step = presenters.council_of(found, by=by, at=now())["take_up"]
        if step:
            start_work(request, found, Step(step))

    return pressed(request, round_id, act)


@require_POST
@page_permission("selection.attest_round")
def attest(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Attest, as a witness, the result that came about."""

    def act(found: Round, by: Actor) -> None:
        remark = request.POST.get("remark", "")
        services.attest_round(selection_round=found, remark=remark, by=by, at=now())

    return pressed(request, round_id, act, done=_("Your word stands in the transcript."))


def pressed(
    request: HttpRequest,
    round_id: UUID,
    act: Callable[[Round, Actor], None],
    *,
    done: str = "",
) -> HttpResponse:
    """Do what a button says and go back to the round, with the reason when it is refused."""
    try:
        act(queries.round_by_id(round_id), actor_of(request.user))
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, sentence(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect("selection:round", round_id=round_id)
