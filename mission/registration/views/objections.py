"""The committee's pages of objections: who waits, one objection, its document, the answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.clock import now
from foundation.refusals import NotFound, Refusal
from foundation.scoping import actor_of, page_permission
from foundation.uploads.files import open_upload
from foundation.wording import sentence
from mission.registration import services
from mission.registration.forms import AnswerForm
from mission.registration.models import Answer
from mission.registration.presenters import pages, status
from mission.registration.queries import applicants_of
from mission.registration.queries import objections as found
from mission.season.queries import current_season


@require_GET
@page_permission("registration.answer_objections")
def objections(request: HttpRequest) -> HttpResponse:
    """List the objections of the season, who waits longest first."""
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    waiting = found.objections_in(season, answered=False)
    answered = found.objections_in(season, answered=True)
    context = {
        "waiting": [status.objection_line(each) for each in waiting],
        "answered": [status.objection_line(each) for each in answered],
    }
    return render(request, "registration/objections.html", context)


@require_http_methods(["GET", "POST"])
@page_permission("registration.answer_objections")
def objection(request: HttpRequest, objection_id: UUID) -> HttpResponse:
    """Show one objection with its file, and take the committee's answer."""
    each = found.objection_by_id(objection_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_objection(
                objection=each,
                status=Answer(form.cleaned_data["status"]),
                reason=form.cleaned_data["reason"],
                by=actor_of(request.user),
                at=now(),
            )
            messages.success(request, _("The answer stands. The applicant can read it now."))
            return redirect("registration:objections")
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
            return redirect("registration:objection", each.pk)
    context = {
        "line": status.objection_line(each),
        "people": [pages.person(one, whole=False) for one in applicants_of(each.application)],
        "form": form,
    }
    return render(request, "registration/objection.html", context)


@require_GET
@page_permission("registration.answer_objections")
def document(request: HttpRequest, objection_id: UUID) -> HttpResponseBase:
    """Give a document to be saved, never to be shown; who opened it is kept."""
    each = found.objection_by_id(objection_id)
    if each.document is None:
        raise NotFound()
    services.note_document_opened(objection=each, by=actor_of(request.user), at=now())
    return FileResponse(
        open_upload(each.document.sha256),
        as_attachment=True,
        filename=each.document.name,
        content_type="application/octet-stream",
        headers={"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"},
    )
