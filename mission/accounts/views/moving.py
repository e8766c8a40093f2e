"""Pages of the staff who move an account to another mobile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.accounts import presenters, queries, services
from mission.accounts.forms import MoveForm, NationalIdForm
from mission.people.queries import masked

_SALT = "accounts.move"
_CHOSEN_SECONDS = 60 * 60
_CHOSEN = "account_to_move"


@page_permission("accounts.move_mobile")
def find_account(request: HttpRequest) -> HttpResponse:
    """Ask whose mobile has changed; the id is sent in a form and stands in no address."""
    form = NationalIdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[_CHOSEN] = signing.dumps(form.cleaned_data["national_id"], salt=_SALT)
        return redirect("accounts:move")
    return render(request, "accounts/find.html", {"form": form})


@page_permission("accounts.move_mobile")
def move(request: HttpRequest) -> HttpResponse:
    """Take the new mobile and how the person was recognised."""
    national_id = _chosen(request)
    if not national_id:
        return redirect("accounts:find")
    form = MoveForm(request.POST or None, region=queries.phone_region())
    if request.method == "POST" and form.is_valid() and _moved(request, form, national_id):
        request.session.pop(_CHOSEN, None)
        messages.success(
            request, _("The account has the new mobile. Its sessions and passkeys have ended.")
        )
        return redirect("accounts:find")
    account = queries.account_by_national_id(national_id)
    context: dict[str, Any] = {
        "form": form,
        "national_id": masked(national_id),
        "row": presenters.account_row(account) if account else None,
    }
    return render(request, "accounts/move.html", context)


def _chosen(request: HttpRequest) -> str:
    try:
        kept = request.session.get(_CHOSEN, "")
        return str(signing.loads(kept, salt=_SALT, max_age=_CHOSEN_SECONDS)) if kept else ""
    except signing.BadSignature:
        return ""


def _moved(request: HttpRequest, form: MoveForm, national_id: str) -> bool:
    try:
        services.move_mobile(
            national_id=national_id,
            mobile=form.cleaned_data["mobile"],
            reason=form.cleaned_data["reason"],
            by=actor_of(request.user),
            at=now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    return True
