"""The what-if room: change a value and see at once what it would do to the real applicants."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from foundation.refusals import Refusal
from foundation.scoping import page_permission
from foundation.wording import sentence
from mission.selection import presenters, queries
from mission.selection.forms import WhatIfForm
from mission.selection.models import Round
from mission.selection.queries import Ruling
from mission.selection.rules import ceremony


@require_http_methods(["GET", "HEAD", "POST"])
@page_permission("selection.view_rounds")
def what_if(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Compare what is supposed with what is saved; a POST writes nothing either.

    A page that was just opened shows the saved rules on both sides, and asks for them when it
    is there.
    """
    found = queries.round_by_id(round_id)
    saved = queries.ruling_of(found)
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "round": found,
        "form": None,
        "is_draft": queries.current_state(found) == ceremony.DRAFT,
    }
    if context["is_draft"]:
        version = queries.rule_sets(found)[0].version
        sent = request.POST if request.method == "POST" else None
        form = WhatIfForm(sent, saved=saved, version=version)
        context |= {"form": form, "editor": form.editor}
        if is_part or form.is_bound or "now" in request.GET:
            context |= {"is_ready": True, **_shown(found, form, saved)}
    part = "selection/_what_if.html" if is_part else "selection/what_if.html"
    return render(request, part, context)


def _shown(found: Round, form: WhatIfForm, saved: Ruling) -> dict[str, Any]:
    """Answer the comparison, or what stands against it."""
    if form.is_bound and not form.is_valid():
        return {"wrong": form.wrong()}
    try:
        supposed = queries.suppose(found, form.ruling() if form.is_bound else saved)
    except Refusal as refusal:
        return {"problem": sentence(refusal)}
    return {"supposed": presenters.supposed_page(supposed) if supposed else None}
