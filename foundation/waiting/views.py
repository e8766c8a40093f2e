"""The staff's page of the waiting room: how it stands, its pace, and its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation import clock
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.waiting import presenters, queries, services
from foundation.waiting.access import KEEP_RUNNING
from foundation.waiting.forms import PaceForm
from foundation.wording import sentence


@require_GET
@page_permission(KEEP_RUNNING)
def room(request: HttpRequest) -> HttpResponse:
    """Show how the room stands, live, with the ways to pace and close it."""
    return _shown(request, None)


@require_GET
@page_permission(KEEP_RUNNING)
def now(request: HttpRequest) -> HttpResponse:
    """Answer the figures alone, for the page that keeps them up to date."""
    return render(request, "waiting/_standing.html", _standing())


@require_POST
@page_permission(KEEP_RUNNING)
def pace(request: HttpRequest) -> HttpResponse:
    """Set how many a second may be let in at most."""
    form = PaceForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    return _steered(
        request,
        lambda: services.pace_opening(
            most_pace=form.cleaned_data["most_pace"],
            by=actor_of(request.user),
            at=clock.now(),
        ),
        done=_("The new pace holds within a second or two."),
    )


@require_POST
@page_permission(KEEP_RUNNING)
def close(request: HttpRequest) -> HttpResponse:
    """Take the room away."""
    return _steered(
        request,
        lambda: services.close_opening(by=actor_of(request.user), at=clock.now()),
        done=_("The waiting room is closed. Everybody goes in freely."),
    )


def _steered(request: HttpRequest, write: Callable[[], object], *, done: str) -> HttpResponse:
    try:
        write()
        messages.success(request, done)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("waiting:room")


def _shown(request: HttpRequest, form: PaceForm | None, *, status: int = 200) -> HttpResponse:
    context = _standing()
    opening = context["opening"]
    if form is None and opening is not None:
        form = PaceForm(initial={"most_pace": f"{opening.most_pace:g}"})
    return render(request, "waiting/room.html", context | {"form": form}, status=status)


def _standing() -> dict[str, Any]:
    opening = queries.opening_in_force()
    if opening is None:
        return {"opening": None}
    return {"opening": opening} | presenters.standing(opening, at=clock.now())
