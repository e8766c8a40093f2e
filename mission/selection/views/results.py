"""The result as the committee searches it, and the proof to take away."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.refusals import NotFound
from foundation.scoping import page_permission
from mission.selection import presenters, queries
from mission.selection.models import Outcome
from mission.selection.rules import ceremony

PAGE = 50


@page_permission("selection.view_rounds")
def results(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """List the outcomes of a round by place, with search and filter."""
    found = queries.round_by_id(round_id)
    lines = queries.results(
        found, search=request.GET.get("q", ""), outcome=request.GET.get("outcome", "")
    )
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    context = {
        "round": found,
        "page": page,
        "rows": _rows(page),
        "outcomes": [("SELECTED", _("Selected")), ("WAITING", _("Waiting"))],
        "facts": queries.funnel(found),
        "state": queries.current_state(found),
        "tag": presenters.state_tag(queries.current_state(found)),
    }
    part = "selection/_results.html" if request.htmx else "selection/results.html"  # type: ignore[attr-defined]
    return render(request, part, context)


def _rows(page: Iterable[Outcome]) -> list[dict[str, object]]:
    lines = list(page)
    together = queries.others_by_application(
        [line.application_id for line in lines if line.part],
        held=lines[0].round if lines else None,
    )
    return [
        {
            "line": line,
            "share": presenters.share_word(line.share),
            "together": together.get(line.application_id, ()),
        }
        for line in lines
    ]


@page_permission("selection.view_rounds")
def proof(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Give the proof of a drawn round as a ZIP, also before it is published."""
    found = queries.round_by_id(round_id)
    if queries.current_state(found) not in (ceremony.DRAWN, ceremony.PUBLISHED):
        raise NotFound(round=str(round_id))
    return zip_answer(queries.proof_bytes(found), queries.proof_name(found))


@page_permission("selection.view_rounds")
def transcript(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Give the transcript of a drawn round as a PDF for signature."""
    found = queries.round_by_id(round_id)
    if queries.current_state(found) not in (ceremony.DRAWN, ceremony.PUBLISHED):
        raise NotFound(round=str(round_id))
    name = f"transcript-{found.season.hijri_year}-{found.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    data = presenters.transcript_pdf(found)
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def zip_answer(data: bytes, name: str) -> HttpResponse:
    """Answer a ZIP to be saved under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="application/zip", headers=headers)
