"""The ceremony for the hall: one step a screen, by itself up to date."""

from __future__ import annotations

from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.clock import now
from foundation.scoping import page_permission
from mission.selection import presenters, queries


@page_permission("selection.view_rounds")
@require_safe
def projector(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show a round to the hall, with the address where everybody checks it."""
    found = queries.round_by_id(round_id)
    address = request.build_absolute_uri(reverse("selection:public"))
    context = presenters.projector_of(found, at=now()) | {
        "address": address.partition("://")[2],
        "symbol": segno.make_qr(address, error="m").svg_data_uri(scale=6, border=2),
    }
    return render(request, "selection/projector.html", context)


@page_permission("selection.view_rounds")
@require_safe
def part(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Answer what the hall sees now; nothing when it sees it already."""
    found = queries.round_by_id(round_id)
    if request.GET.get("seen") == presenters.seen_of(found, at=now()):
        return HttpResponse(status=204)
    return render(
        request, "selection/_projector.html", presenters.projector_of(found, at=now())
    )
