"""The acts of the ceremony, each a button on the round's page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, actor_of, page_permission
from foundation.wording import sentence
from mission.selection import presenters, queries, services
from mission.selection.forms import (
    AmendForm,
    ChanceForm,
    CommitForm,
    FreezeForm,
    RevealForm,
    StrikeForm,
    VacateForm,
)
from mission.selection.models import Answer, Proposal, Round
from mission.selection.views.council import pressed
from mission.selection.views.rounds import page_of


@require_POST
@page_permission("selection.prepare_round")
def ask_for_secrets(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Settle the rules and ask the members for their secrets."""
    found = queries.round_by_id(round_id)
    services.open_commitments(selection_round=found, by=actor_of(request.user), at=now())
    messages.success(
        request, _("The rules are settled. The members are asked for their secrets.")
    )
    return redirect("selection:round", round_id=round_id)


@require_POST
@page_permission("selection.commit_secret")
def commit(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Promise a secret by its hash."""
    form = CommitForm(request.POST)

    def act(found: Round, by: Actor) -> None:
        services.commit_secret(
            selection_round=found,
            member=form.cleaned_data["member"],
            sha256=form.cleaned_data["sha256"],
            by=by,
            at=now(),
        )

    done = _("Your secret is promised. Keep it until the reveal.")
    return _acted(request, round_id, ("commit_form", form), act, done=done)


@require_POST
@page_permission("selection.reveal_secret")
def reveal(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show the secret that was promised."""
    form = RevealForm(request.POST)

    def act(found: Round, by: Actor) -> None:
        services.reveal_secret(
            selection_round=found,
            member=presenters.member_name(request.user),
            secret=form.cleaned_data["secret"],
            by=by,
            at=now(),
        )

    done = _("Your secret is shown and counts.")
    return _acted(request, round_id, ("reveal_form", form), act, done=done)


@require_POST
@page_permission("selection.draw_round")
def strike(request: HttpRequest, round_id: UUID, commitment_id: UUID) -> HttpResponse:
    """Propose to strike out the secret of a member who will not show it."""
    form = StrikeForm(request.POST)

    def act(found: Round, by: Actor) -> None:
        services.propose_strike(
            selection_round=found,
            commitment=queries.commitment_by_id(found, commitment_id),
            reason=form.cleaned_data["reason"],
            by=by,
            at=now(),
        )

    return _acted(request, round_id, ("strike_form", form), act, done=_proposed())


@require_POST
@page_permission("selection.draw_round")
def close_reveals(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Propose to end the revealing."""

    def act(found: Round, by: Actor) -> None:
        services.propose_close(selection_round=found, by=by, at=now())

    return pressed(request, round_id, act, done=_proposed())


@page_permission("selection.freeze_round")
def freeze(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Name chance, and propose to freeze files and rules."""
    found = queries.round_by_id(round_id)
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            queries.judgement(found.season)
            services.propose_freeze(
                selection_round=found,
                chance=services.Chance(given["kind"], given["name"], given["moment"]),
                by=actor_of(request.user),
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _proposed())
            return redirect("selection:round", round_id=round_id)
    context = {"form": form, "round": found, "pause": queries.pause_minutes(found.season)}
    return render(request, "selection/freeze.html", context)


@require_POST
@page_permission("selection.confirm_step")
def chance(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Enter the public randomness: the first of two, or the second."""
    form = ChanceForm(request.POST)

    def act(found: Round, by: Actor) -> None:
        entered = services.enter_chance(
            selection_round=found,
            public_randomness=form.cleaned_data["public_randomness"],
            by=by,
            at=now(),
        )
        _tell_entered(request, entered)

    return _acted(request, round_id, ("chance_form", form), act, done="")


def _tell_entered(request: HttpRequest, entered: Proposal | Answer) -> None:
    if isinstance(entered, Proposal):
        messages.success(request, _("Entered. Now another person enters it as well."))
    elif entered.agrees:
        messages.success(request, _("Both entries are the same. Chance is written down."))
    else:
        messages.error(
            request, _("The two entries differ. Neither counts; two people enter it again.")
        )


@require_POST
@page_permission("selection.draw_round")
def draw(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Propose to draw."""

    def act(found: Round, by: Actor) -> None:
        services.propose_draw(selection_round=found, by=by, at=now())

    return pressed(request, round_id, act, done=_proposed())


@require_POST
@page_permission("selection.publish_round")
def publish(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Propose to publish the result and its proof."""

    def act(found: Round, by: Actor) -> None:
        services.propose_publication(selection_round=found, by=by, at=now())

    return pressed(request, round_id, act, done=_proposed())


def _proposed() -> str:
    return _("Proposed. Now another person of the committee confirms it.")


@require_POST
@page_permission("selection.amend_result")
def amend(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Propose to add a line to the published result."""
    form = AmendForm(request.POST)

    def act(found: Round, by: Actor) -> None:
        wording = form.wording()
        services.propose_amendment(selection_round=found, wording=wording, by=by, at=now())

    return _acted(request, round_id, ("amend_form", form), act, done=_proposed())


@require_POST
@page_permission("selection.publish_round")
def vacate(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Take a file out of the result and let the next that fit move up."""
    form = VacateForm(request.POST)

    def act(found: Round, by: Actor) -> None:
        given = form.cleaned_data
        lines = services.vacate_place(
            selection_round=found,
            reference=given["reference"].strip().upper(),
            how="WITHDRAWN",
            reason=given["reason"],
            by=by,
            at=now(),
        )
        promoted = ", ".join(line.entry.reference for line in lines[1:])
        said = _("Moved up: %(references)s.") if promoted else _("Nobody who waits fits yet.")
        messages.success(request, said % {"references": promoted} if promoted else said)

    return _acted(request, round_id, ("vacate_form", form), act, done="")


def _acted(
    request: HttpRequest,
    round_id: UUID,
    named_form: tuple[str, forms.Form],
    act: Callable[[Round, Actor], None],
    *,
    done: str,
) -> HttpResponse:
    """Do one act and go back to the round; when refused, the page keeps what was typed."""
    name, form = named_form
    found = queries.round_by_id(round_id)
    if form.is_valid():
        try:
            act(found, actor_of(request.user))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            if done:
                messages.success(request, done)
            return redirect("selection:round", round_id=round_id)
    context = page_of(request, round_id, **{name: form})
    return render(request, "selection/round.html", context, status=422)
