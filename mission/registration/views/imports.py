"""Pages of imports: a workbook handed in, what it would do, its progress, and its result."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from foundation.clock import now
from foundation.progress.queries import task_for
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.registration import services
from mission.registration.forms import WorkbookForm
from mission.registration.models import ImportRun
from mission.registration.presenters import pages
from mission.registration.presenters.refused_workbook import refused_workbook
from mission.registration.queries import districts_of
from mission.registration.queries import imports as reads
from mission.registration.views.applications import XLSX
from mission.season.models import Season
from mission.season.queries import current_season

PER_PAGE = 20


@page_permission("registration.import_applications")
def imports(request: HttpRequest) -> HttpResponse:
    """Take a workbook, and list the past imports."""
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _prepared(request, form, season)
        if run is not None:
            return redirect("registration:import", run_id=run.id)
    page = Paginator(reads.imports_of(season), PER_PAGE).get_page(request.GET.get("page"))
    districts = districts_of(season)
    context = {
        "form": form,
        "page": page,
        "rows": [pages.import_line(run) for run in page],
        "columns": pages.column_list(districts),
        "districts": districts.listed,
    }
    status = 422 if form.errors else 200
    return render(request, "registration/imports.html", context, status=status)


@require_GET
@page_permission("registration.import_applications")
def one_import(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show one import where it stands: at work, checked, ended."""
    run = reads.import_by_id(run_id)
    task = task_for(run.task_id, by=actor_of(request.user)) if run.task_id else None
    is_at_work = task is not None and not task.is_over
    context = {
        "run": run,
        "task": task,
        "state": pages.import_state(run, is_at_work=is_at_work),
        "report": pages.report(run),
        "stop_sentence": pages.stop_sentence(run),
    }
    return render(request, "registration/import.html", context)


@require_POST
@page_permission("registration.import_applications")
def start(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Put the good rows in: a worker does it, the page shows how far it is."""
    return _work(
        request,
        run_id,
        lambda run: services.start_work(
            run=run, work="import", by=actor_of(request.user), at=now()
        ),
    )


@require_POST
@page_permission("registration.import_applications")
def check(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Check the workbook once more, after a check that did not end."""
    return _work(
        request,
        run_id,
        lambda run: services.start_work(
            run=run, work="check", by=actor_of(request.user), at=now()
        ),
    )


@require_POST
@page_permission("registration.import_applications")
def discard(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """End an import before anything went in; the workbook itself is kept."""
    return _work(
        request,
        run_id,
        lambda run: services.stop_import(
            run=run, code="cancelled", by=actor_of(request.user), at=now()
        ),
    )


@require_GET
@page_permission("registration.import_applications")
def refused(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Answer the rows of the workbook that stand refused, in its own shape, with reasons."""
    source = reads.import_by_id(run_id).source
    body = refused_workbook(source.header, reads.refused_cells_of(source))
    answer = HttpResponse(body, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="refused.xlsx"'
    return answer


def _prepared(request: HttpRequest, form: WorkbookForm, season: Season) -> ImportRun | None:
    workbook, by = form.cleaned_data["workbook"], actor_of(request.user)
    try:
        run = services.prepare_import(
            source=workbook, name=workbook.name, season=season, by=by, at=now()
        )
        return services.start_work(run=run, work="check", by=by, at=now())
    except Refusal as refusal:
        form.add_error("workbook", sentence(refusal))
        return None


def _work(
    request: HttpRequest, run_id: UUID, work: Callable[[ImportRun], ImportRun]
) -> HttpResponse:
    try:
        work(reads.import_by_id(run_id))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("registration:import", run_id=run_id)
