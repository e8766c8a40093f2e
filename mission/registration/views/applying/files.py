"""After sending: the receipt, every step with its date, and the ways back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.clock import now
from foundation.idempotency.sending import submit_once
from foundation.refusals import Refusal
from foundation.scoping import applicant_page
from mission.registration import services
from mission.registration.forms import ObjectionForm, WithdrawalForm
from mission.registration.models import Application
from mission.registration.presenters import journey, pages, status
from mission.registration.presenters.family import family_lines
from mission.registration.presenters.places import places_for
from mission.registration.presenters.receipt import receipt_pdf
from mission.registration.queries import applicants_of, applying
from mission.registration.views.applying.guards import (
    acting_account,
    actor,
    applicant_sender,
    both,
    for_callers,
    own_application,
)
from mission.registration.views.applying.telling import show, tell

# What is said of an act to the lead who did it, and to an operator who did it for them.
WITHDRAWN = (_("Your application was withdrawn."), _("The application was withdrawn."))
OBJECTED = (
    _("Your objection is with the committee."),
    _("The objection is with the committee."),
)


def seen(request: HttpRequest, reference: str) -> Application:
    """Answer an application: the lead's own, or that of a draft which an operator filled in."""
    if actor(request).kind == "applicant":
        return own_application(request, reference)
    return applying.typed_application(reference)


@require_GET
def _receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the reference large, right after sending and ever after."""
    file = seen(request, reference)
    places = places_for(actor(request))
    context = {
        "frame": places.frame,
        "application": file,
        "people": _people(file),
        "status_url": places.to("status", file.reference),
        "family_url": places.to("family", file.reference) if _may_link(file) else "",
        "pdf_url": places.to("receipt_pdf", file.reference),
    }
    return show(request, "registration/apply/receipt.html", context)


@require_GET
def _receipt_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the receipt as a PDF."""
    file = seen(request, reference)
    answer = HttpResponse(receipt_pdf(file), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{file.reference}.pdf"'
    return answer


@require_GET
def _status(request: HttpRequest, reference: str) -> HttpResponse:
    """Show every step of an application with its date, and what can be done now."""
    file = own_application(request, reference)
    rules = applying.season_rules(file.season)
    at = now()
    draft = applying.draft_behind(file, acting_account(request))
    may_edit = rules.window.is_open(at) and file.frozen_at is None
    editable = draft if may_edit else None
    places = places_for(actor(request))
    shown = journey.journey(file, draft, rules, at=at)
    context: dict[str, Any] = {
        "application": file,
        "people": _people(file),
        "home": pages.home_of(file, rules.cells.districts),
        "history": status.steps(file, has_result=bool(shown["cards"])),
        "journey": shown,
        "finding": shown["finding"],
        "window": rules.window,
        "urls": places.of_file(file),
        "edit_url": places.to("review", editable.pk) if editable else "",
        "has_changes": editable is not None and services.has_changes(editable),
        "withdrawal": WithdrawalForm(),
        "documents": shown["lines"],
        "family": family_lines(file, rules, at=at),
    }
    return show(request, places.status, context)


@require_http_methods(["GET", "POST"])
def _withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the application back; by its address alone it shows how the application stands."""
    file, places = own_application(request, reference), places_for(actor(request))
    form = WithdrawalForm(request.POST)
    if request.method == "POST":
        try:
            services.withdraw_application(
                application=file,
                account=acting_account(request),
                reason=form.cleaned_data["reason"] if form.is_valid() else "",
                by=actor(request),
                at=now(),
            )
            messages.success(request, places.said(WITHDRAWN))
        except Refusal as refusal:
            tell(request, refusal)
    return redirect(places.to("status", file.reference))


@require_http_methods(["GET", "POST"])
def _objection(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an objection to a finding; from the lead's own phone also a document.

    A refusal is answered 422: nothing of it stands, and the same form may be sent again.
    """
    file, places = own_application(request, reference), places_for(actor(request))
    rules = applying.season_rules(file.season)
    is_called = actor(request).kind != "applicant"
    form = ObjectionForm(request.POST or None, request.FILES or None, by_telephone=is_called)
    if request.method == "POST" and form.is_valid() and _objected(request, file, form):
        messages.success(request, places.said(OBJECTED))
        return redirect(places.to("status", file.reference))
    context = {
        "frame": places.frame,
        "application": file,
        "form": form,
        "back": places.to("status", file.reference),
        "finding": status.finding(file, rules, at=now()),
    }
    answer = show(request, "registration/apply/objection.html", context)
    if request.method == "POST":
        answer.status_code = 422
    return answer


def _objected(request: HttpRequest, file: Application, form: ObjectionForm) -> bool:
    given = form.cleaned_data.get("document")
    try:
        services.raise_objection(
            application=file,
            account=acting_account(request),
            reason=form.cleaned_data["reason"],
            document=(given, given.name) if given else None,
            by=actor(request),
            at=now(),
        )
    except Refusal as refusal:
        tell(request, refusal)
        return False
    return True


def _may_link(file: Application) -> bool:
    rules = applying.season_rules(file.season)
    return bool(family_lines(file, rules, at=now())["is_offered"])


def _people(file: Application) -> list[dict[str, Any]]:
    return [pages.person(each, whole=False) for each in applicants_of(file)]


receipt, call_receipt = both(_receipt)
receipt_pdf_page, call_receipt_pdf = both(_receipt_pdf)
application_status, call_status = applicant_page(_status), for_callers(_status)
withdraw = applicant_page(submit_once(actor=applicant_sender)(_withdraw))
call_withdraw = for_callers(submit_once()(_withdraw))
objection = applicant_page(submit_once(actor=applicant_sender)(_objection))
call_objection = for_callers(submit_once()(_objection))
