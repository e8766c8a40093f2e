"""The lead of a selected file chooses its campaign."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, applicant_page
from foundation.wording import sentence
from mission.campaigns import presenters, queries, services
from mission.campaigns.forms import ChoiceForm
from mission.registration.models import Application
from mission.registration.queries import application_of


@require_http_methods(["GET", "POST"])
@applicant_page
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer the campaigns with seats for the whole file, and take the choice."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    file = application_of(reference, by=by)
    form = ChoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _chose(form, file, by):
        messages.success(request, _("Your campaign is chosen: its seats are yours."))
        return redirect("registration:status", file.reference)
    if not queries.may_choose(file.pk, at=now()):
        return redirect("registration:status", file.reference)
    size = queries.file_size(file.pk)
    offered = queries.open_campaigns(file.season)
    context = {
        "form": form,
        "application": file,
        "size": size,
        "rows": presenters.offers(offered, size=size),
    }
    return render(request, "campaigns/choose.html", context)


def _chose(form: ChoiceForm, file: Application, by: Actor) -> bool:
    try:
        services.choose_campaign(
            application=file,
            campaign=queries.open_campaign(form.cleaned_data["campaign"], file.season),
            by=by,
            at=now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    return True
