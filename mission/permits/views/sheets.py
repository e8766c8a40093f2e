"""Print batches: ordered, watched, fetched."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.clock import now
from foundation.progress.models import Task
from foundation.progress.queries import task_for
from foundation.refusals import NotFound, Refusal
from foundation.scoping import Actor, actor_of, page_permission
from foundation.wording import sentence
from mission.campaigns import queries as campaigns
from mission.permits import queries, services
from mission.permits.forms import PrintForm
from mission.permits.presenters.words import campaign_name
from mission.season import queries as seasons


@page_permission("permits.print_bracelets")
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches and order the next one."""
    actor = actor_of(request.user)
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    known = {str(row.id): row for row in campaigns.campaigns(season, by=actor)}
    choices = [(key, campaign_name(row)) for key, row in known.items()]
    form = PrintForm(request.POST or None, campaigns=choices)
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.start_printing(
                season=season,
                label=_("Print bracelets"),
                campaign=known.get(form.cleaned_data["campaign"]),
                is_again=form.cleaned_data["is_again"],
                by=actor,
                at=now(),
            )
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        else:
            return redirect("permits:batch", batch_id=batch.id)
    rows = [
        {"batch": row, "campaign": campaign_name(row.campaign) if row.campaign else ""}
        for row in queries.print_batches(season)
    ]
    context = {
        "rows": rows,
        "form": form,
        "figures": queries.figures_of_season(season, by=actor, at=now()),
    }
    return render(request, "permits/batches.html", context)


@page_permission("permits.print_bracelets")
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show one batch: how far it is, then its file."""
    shown = queries.print_batch(batch_id)
    context = {
        "batch": shown,
        "campaign": campaign_name(shown.campaign) if shown.campaign else "",
        "bracelets": queries.count_labels(shown),
        "task": _task(shown.task_id, by=actor_of(request.user)),
        "has_file": bool(shown.file_name),
    }
    return render(request, "permits/batch.html", context)


@page_permission("permits.print_bracelets")
def batch_file(request: HttpRequest, batch_id: UUID) -> HttpResponseBase:
    """Hand out the PDF of a batch; raises NotFound before it is there."""
    shown = queries.print_batch(batch_id)
    path = Path(settings.MEDIA_ROOT) / shown.file_name
    if not shown.file_name or not path.is_file():
        raise NotFound(batch=shown.number)
    name = f"bracelets-{shown.season.hijri_year}-{shown.number}.pdf"
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )


def _task(task_id: UUID | None, *, by: Actor) -> Task | None:
    """Only whoever ordered a batch may watch and stop the work on it."""
    try:
        return task_for(task_id, by=by) if task_id else None
    except Refusal:
        return None
