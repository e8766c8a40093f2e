"""Offers of a round for the staff: the list, one offer, and an answer for who calls."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.refusals import NotFound, Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.selection import presenters, queries, services
from mission.selection.forms import WithdrawForm
from mission.selection.models import Offer

PAGE = 50


@page_permission("selection.view_rounds")
def offers(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """List the offers of a round, the first to end first, with search and filter."""
    found, at = queries.round_by_id(round_id), now()
    terms, counts = queries.terms_of_round(found), queries.offer_counts(found)
    options = presenters.offer_filters(counts)
    asked = request.GET.get("state", "")
    state = asked if asked in {option[0] for option in options} else ""
    lines = queries.offers_of(found, search=request.GET.get("q", ""), state=state)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    context = {
        "round": found,
        "page": page,
        "rows": presenters.offer_rows(page, terms=terms, at=at),
        "bars": presenters.offer_bars(counts),
        "options": options,
        "ending": queries.ending(found.season, at=at),
        "promotions_until": terms.promotions_until,
    }
    part = "selection/_offers.html" if request.htmx else "selection/offers.html"  # type: ignore[attr-defined]
    return render(request, part, context)


@page_permission("selection.view_rounds")
def offer(request: HttpRequest, round_id: UUID, reference: str) -> HttpResponse:
    """Show one offer: what happened to it, and what this person may do."""
    return _page(request, _offer(round_id, reference), WithdrawForm())


@require_POST
@page_permission("selection.answer_offers")
def accept(request: HttpRequest, round_id: UUID, reference: str) -> HttpResponse:
    """Accept an offer for the lead who called."""
    found = _offer(round_id, reference)
    application = found.entry.application_id
    services.accept_offer(application_id=application, by=actor_of(request.user), at=now())
    messages.success(request, _("The offer is accepted."))
    return redirect("selection:offer", round_id=round_id, reference=reference)


@require_POST
@page_permission("selection.answer_offers")
def withdraw(request: HttpRequest, round_id: UUID, reference: str) -> HttpResponse:
    """Give a file's seats back for the lead who called; the next that fit move up."""
    found, form = _offer(round_id, reference), WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        lines = services.decline_offer(
            application_id=found.entry.application_id,
            reason=form.cleaned_data["reason"],
            by=actor_of(request.user),
            at=now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return _page(request, found, form, status=422)
    promoted = ", ".join(line.entry.reference for line in lines[1:])
    said = _("Moved up: %(references)s.") if promoted else _("Nobody who waits fits yet.")
    messages.success(request, said % {"references": promoted} if promoted else said)
    return redirect("selection:offer", round_id=round_id, reference=reference)


def _offer(round_id: UUID, reference: str) -> Offer:
    found = queries.offer_by_reference(queries.round_by_id(round_id), reference)
    if found is None:
        raise NotFound(reference=reference)
    return found


def _others(found: Offer) -> list[str]:
    application = found.entry.application_id
    others = queries.others_by_application([application], held=found.round)
    return others.get(application, [])


def _page(
    request: HttpRequest, found: Offer, form: WithdrawForm, *, status: int = 200
) -> HttpResponse:
    terms = queries.terms_of_round(found.round)
    context = {
        "round": found.round,
        "row": presenters.offer_row(found, terms=terms, at=now()),
        "together": _others(found),
        "history": presenters.offer_history(found),
        "may_answer": actor_of(request.user).may("selection.answer_offers"),
        "form": form,
    }
    return render(request, "selection/offer.html", context, status=status)
