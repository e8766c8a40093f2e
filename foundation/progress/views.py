"""The part of a page that shows a long task as it goes, and the button that stops it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from foundation import clock
from foundation.progress import queries, services
from foundation.scoping import actor_of, open_page


@open_page("signed in; only whoever began the task")
@require_GET
@never_cache
@login_required
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Answer the task's bar alone to htmx, else a page around it."""
    found = queries.task_for(task_id, by=actor_of(request.user))
    is_part = request.headers.get("HX-Request") == "true"
    page = "progress/_task.html" if is_part else "progress/task_detail.html"
    return render(request, page, {"task": found, "done_url": _done_url(request)})


@open_page("signed in; only whoever began the task")
@require_POST
@login_required
def cancel(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Ask the task to stop and answer its bar, or go back to its page."""
    actor = actor_of(request.user)
    found = queries.task_for(task_id, by=actor)
    found = services.cancel_task(found, by=actor, at=clock.now())
    if request.headers.get("HX-Request") == "true":
        context = {"task": found, "done_url": _done_url(request)}
        return render(request, "progress/_task.html", context)
    return redirect(_done_url(request) or found.url)


def _done_url(request: HttpRequest) -> str:
    """Answer where the page goes when the work has ended, if that is one of our own."""
    url = request.GET.get("done", "")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""
