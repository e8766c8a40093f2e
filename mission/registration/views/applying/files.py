"""After sending: the receipt, every step with its date, and the ways back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import applicant_page
from mission.registration import services
from mission.registration.forms import ObjectionForm, WithdrawalForm
from mission.registration.models import Application
from mission.registration.presenters import journey, pages, status
from mission.registration.presenters.places import places_for
from mission.registration.presenters.receipt import receipt_pdf
from mission.registration.queries import applicants_of, applying
from mission.registration.views.applying.guards import (
    actor,
    both,
    own_account,
    own_application,
)
from mission.registration.views.applying.telling import show, tell


def _seen(request: HttpRequest, reference: str) -> Application:
    """Answer an application: the lead's own, or that of a draft which an operator filled in."""
    if actor(request).kind == "applicant":
        return own_application(request, reference)
    return applying.typed_application(reference)


@require_GET
def _receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the reference large, right after sending and ever after."""
    file = _seen(request, reference)
    places = places_for(actor(request))
    context = {
        "frame": places.frame,
        "application": file,
        "people": _people(file),
        "is_own": actor(request).kind == "applicant",
        "pdf_url": places.to("receipt_pdf", file.reference),
    }
    return show(request, "registration/apply/receipt.html", context)


@require_GET
def _receipt_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the receipt as a PDF."""
    file = _seen(request, reference)
    answer = HttpResponse(receipt_pdf(file), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{file.reference}.pdf"'
    return answer


@require_GET
@applicant_page
def application_status(request: HttpRequest, reference: str) -> HttpResponse:
    """Show every step of an application with its date, and what can be done now."""
    file = own_application(request, reference)
    rules = applying.season_rules(file.season)
    at = now()
    draft = applying.draft_behind(file, own_account(request))
    may_edit = rules.window.is_open(at) and file.frozen_at is None
    editable = draft if may_edit else None
    places = places_for(actor(request))
    shown = journey.journey(file, draft, rules, at=at)
    context: dict[str, Any] = {
        "application": file,
        "people": _people(file),
        "steps": status.steps(file, has_result=bool(shown["cards"])),
        "journey": shown,
        "finding": shown["finding"],
        "window": rules.window,
        "edit_url": places.to("review", editable.pk) if editable else "",
        "has_changes": editable is not None and services.has_changes(editable),
        "withdrawal": WithdrawalForm(),
        "documents": shown["lines"],
    }
    return show(request, "registration/apply/status.html", context)


@require_POST
@applicant_page
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the application back."""
    file = own_application(request, reference)
    form = WithdrawalForm(request.POST)
    try:
        services.withdraw_application(
            application=file,
            account=own_account(request),
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            by=actor(request),
            at=now(),
        )
        messages.success(request, _("Your application was withdrawn."))
    except Refusal as refusal:
        tell(request, refusal)
    return redirect("registration:status", file.reference)


@require_http_methods(["GET", "POST"])
@applicant_page
def objection(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an objection to a finding, with a document if there is one."""
    file = own_application(request, reference)
    rules = applying.season_rules(file.season)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["document"]
        try:
            services.raise_objection(
                application=file,
                account=own_account(request),
                reason=form.cleaned_data["reason"],
                document=(given, given.name) if given else None,
                by=actor(request),
                at=now(),
            )
            messages.success(request, _("Your objection is with the committee."))
            return redirect("registration:status", file.reference)
        except Refusal as refusal:
            tell(request, refusal)
    context = {
        "application": file,
        "form": form,
        "finding": status.finding(file, rules, at=now()),
    }
    return show(request, "registration/apply/objection.html", context)


def _people(file: Application) -> list[dict[str, Any]]:
    return [pages.person(each, whole=False) for each in applicants_of(file)]


receipt, call_receipt = both(_receipt)
receipt_pdf_page, call_receipt_pdf = both(_receipt_pdf)
