"""The page that says how a submission stands, until its answer is there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from foundation.idempotency import queries, sending
from foundation.idempotency.models import Submission
from foundation.scoping import open_page


@open_page(
    "whoever sent the form; the key is a secret of that browser, and the sender must agree"
)
@require_GET
@never_cache
def submission(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lead on to the answer, or say that it is being checked, or that it must be sent again."""
    found = queries.submission_of(key, actor=_actor(request, key))
    standing = queries.standing(found)
    if standing == "done":
        return _answered(request, queries.submission_of(key, actor=found.actor))
    if standing == "checking":
        return sending.being_checked(request, key)
    return render(request, "idempotency/send_again.html", {"url": found.path}, status=409)


def _answered(request: HttpRequest, found: Submission) -> HttpResponse:
    if not found.location:
        return HttpResponse(bytes(found.body), content_type=found.media_type or None)
    if request.headers.get("Accept", "") == sending.FOR_SCRIPTS:
        return JsonResponse({"state": "done", "location": found.location})
    return HttpResponseRedirect(found.location)


def _actor(request: HttpRequest, key: UUID) -> str:
    """Name the reader as the view names its senders that took the form."""
    try:
        view = resolve(queries.path_of(key)).func
    except Resolver404:
        return sending.session_actor(request)
    namer: sending.Namer = getattr(view, "sends_as", sending.session_actor)
    return namer(request)
