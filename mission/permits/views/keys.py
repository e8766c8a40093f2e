"""Signing keys and the lists that readers hold: their ages, rotation, withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.permits import queries, services
from mission.permits.forms import RotateForm, WithdrawForm
from mission.permits.models import KeyUsage, ListKind
from mission.permits.rules.bracelets import signing_kid
from mission.season import queries as seasons
from mission.season.models import Season


@page_permission("permits.manage_keys")
def keys(request: HttpRequest) -> HttpResponse:
    """Show the season's keys and how fresh the lists are."""
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    root = queries.root_public_key()
    at = now()
    lists = [
        queries.published_list(ListKind.TRUST),
        queries.published_list(ListKind.STATUS, season.id),
    ]
    context = {
        "rows": _rows(season),
        "lists": [
            {"listed": row, "is_late": row.next_update_at <= at, "size": len(row.content)}
            for row in lists
            if row is not None
        ],
        "root": root.hex() if root else "",
        "rotate_form": RotateForm(),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "permits/keys.html", context)


@page_permission("permits.manage_keys")
@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    """Make the next key; it is published now and signs after the notice."""
    season = seasons.current_season()
    form = RotateForm(request.POST)
    if season is not None and form.is_valid():
        try:
            services.rotate_key(
                season=season,
                usage=form.cleaned_data["usage"],
                by=actor_of(request.user),
                at=now(),
            )
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, _("The next key is made and published."))
    return redirect("permits:keys")


@page_permission("permits.manage_keys")
@require_POST
def withdraw(request: HttpRequest, kid: int) -> HttpResponse:
    """Take a key out of the trust list."""
    key = queries.signing_key_by_kid(kid)
    reason = request.POST.get("reason", "").strip()
    try:
        services.withdraw_key(key=key, reason=reason, by=actor_of(request.user), at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        done = _("The key is withdrawn. Issue bracelets again for those that it had signed.")
        messages.success(request, done)
    return redirect("permits:keys")


def _rows(season: Season) -> list[dict[str, object]]:
    at = now()
    signing = {
        signing_kid(queries.key_facts(season, usage).values(), at=at)
        for usage in (KeyUsage.QR, KeyUsage.STATUS)
    }
    rows = []
    for key in queries.signing_keys(season):
        is_withdrawn = hasattr(key, "withdrawal")
        rows.append(
            {
                "key": key,
                "usage": key.get_usage_display(),
                "is_withdrawn": is_withdrawn,
                "is_signing": key.kid in signing,
                "is_next": not is_withdrawn and key.signs_from > at,
                "bracelets": key.bracelets_signed,
            }
        )
    return rows
