"""The page of stuck jobs: what failed, what is late, why, and another try."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation import clock
from foundation.jobs import presenters, queries, services
from foundation.jobs.access import VIEW_JOBS
from foundation.scoping import actor_of, page_permission


@require_GET
@page_permission(VIEW_JOBS)
def overview(request: HttpRequest) -> HttpResponse:
    """Show how much waits and which jobs are stuck."""
    return render(
        request,
        "jobs/job_list.html",
        {
            "figures": presenters.figures(queries.counts_by_state()),
            "workers": queries.living_workers(),
            "rows": [presenters.row(job) for job in queries.stuck_jobs()],
        },
    )


@require_GET
@page_permission(VIEW_JOBS)
def job_detail(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show one job and why its runs failed."""
    job = queries.job_by_id(job_id)
    facts = presenters.row(job) | {"failures": queries.failures_of(job_id)}
    return render(request, "jobs/job_detail.html", facts)


@require_POST
@page_permission(VIEW_JOBS)
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Let a job run now."""
    services.retry_job(job_id, by=actor_of(request.user), at=clock.now())
    messages.success(request, _("The job runs again."))
    return redirect("jobs:overview")


@require_POST
@page_permission(VIEW_JOBS)
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Take a job out of the queue."""
    services.give_up_job(job_id, by=actor_of(request.user), at=clock.now())
    messages.success(request, _("The job was taken out of the queue."))
    return redirect("jobs:overview")
