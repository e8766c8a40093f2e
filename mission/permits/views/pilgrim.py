"""One pilgrim's permit and bracelets, and what may be done with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, actor_of, page_permission
from foundation.wording import sentence
from mission.campaigns import queries as campaigns
from mission.permits import access, queries, services
from mission.permits.forms import StopForm
from mission.permits.models import Bracelet, BraceletStatus, PermitStatus
from mission.permits.presenters.words import (
    camp_name,
    campaign_name,
    pilgrim_names,
    state_in_words,
)
from mission.season import queries as seasons
from mission.season.models import Camp


@page_permission("permits.view_permits")
def pilgrim(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a pilgrim's permit, the bracelet in force and those before it."""
    actor = actor_of(request.user)
    shown = campaigns.pilgrim_by_reference(reference, by=actor)
    permit = queries.permit_of_pilgrim(shown.id)
    bracelets = queries.bracelets_of_pilgrim(shown.id)
    camps = {camp.number: camp for camp in seasons.camps(shown.season)}
    context = {
        "pilgrim": shown,
        "names": pilgrim_names(shown),
        "campaign": campaign_name(shown.campaign),
        "permit": permit,
        "is_cancelled": permit is not None and _is_cancelled(permit.statuses.all()),
        "bracelets": [_bracelet(bracelet, camps) for bracelet in bracelets],
        "may_revoke": access.may_revoke(by=actor, campaign_id=shown.campaign_id),
        "form": StopForm(),
    }
    return render(request, "permits/pilgrim.html", context)


@page_permission("permits.revoke_bracelet")
@require_POST
def revoke(request: HttpRequest, serial: str) -> HttpResponse:
    """Stop a bracelet for good."""
    return _act(request, serial, _revoke, _("The bracelet is revoked. No gate opens for it."))


@page_permission("permits.revoke_bracelet")
@require_POST
def suspend(request: HttpRequest, serial: str) -> HttpResponse:
    """Stop a bracelet until somebody has looked into it."""
    return _act(request, serial, _suspend, _("The bracelet is suspended."))


@page_permission("permits.revoke_bracelet")
@require_POST
def reinstate(request: HttpRequest, serial: str) -> HttpResponse:
    """Let a suspended bracelet open gates again."""
    return _act(
        request,
        serial,
        _reinstate,
        _("The suspicion is cleared; the bracelet opens gates again."),
    )


@page_permission("permits.revoke_bracelet")
@require_POST
def replace(request: HttpRequest, serial: str) -> HttpResponse:
    """Sign another bracelet for the same pilgrim."""
    done = _("A new bracelet is signed and waits for its sheet; the old one opens nothing.")
    return _act(request, serial, _replace, done)


def _revoke(bracelet: Bracelet, given: dict[str, str], by: Actor) -> None:
    services.revoke_bracelet(
        bracelet=bracelet, reason=given["reason"], note=given["note"], by=by, at=now()
    )


def _suspend(bracelet: Bracelet, given: dict[str, str], by: Actor) -> None:
    services.suspend_bracelet(
        bracelet=bracelet, reason=given["reason"], note=given["note"], by=by, at=now()
    )


def _reinstate(bracelet: Bracelet, given: dict[str, str], by: Actor) -> None:
    services.reinstate_bracelet(bracelet=bracelet, by=by, at=now())


def _replace(bracelet: Bracelet, given: dict[str, str], by: Actor) -> None:
    services.replace_bracelet(bracelet=bracelet, reason=given["reason"], by=by, at=now())


def _act(
    request: HttpRequest,
    serial: str,
    act: Callable[[Bracelet, dict[str, str], Actor], None],
    done: str,
) -> HttpResponse:
    actor = actor_of(request.user)
    bracelet = queries.bracelet_by_serial(serial, by=actor)
    form = StopForm(request.POST)
    form.is_valid()
    given = {"reason": "", "note": ""} | form.cleaned_data
    try:
        act(bracelet, given, actor)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, done)
    return redirect("permits:pilgrim", reference=bracelet.pilgrim.reference)


def _is_cancelled(statuses: Iterable[PermitStatus]) -> bool:
    return any(row.status == PermitStatus.Status.CANCELLED for row in statuses)


def _bracelet(bracelet: queries.StatedBracelet, camps: Mapping[int, Camp]) -> dict[str, object]:
    word, shade = state_in_words(bracelet.state)
    steps = sorted(bracelet.statuses.all(), key=lambda row: row.id)
    return {
        "bracelet": bracelet,
        "state": word,
        "shade": shade,
        "is_live": bracelet.state in queries.LIVE,
        "is_suspended": bracelet.state == BraceletStatus.Status.SUSPENDED,
        "is_newest": not hasattr(bracelet, "replaced_by"),
        "camps": [camp_name(camps[number]) for number in bracelet.camps if number in camps],
        "steps": [_step(row) for row in steps],
    }


def _step(row: BraceletStatus) -> dict[str, object]:
    word, shade = state_in_words(row.status)
    reason = row.get_reason_display() if row.reason else ""
    note = " · ".join(part for part in (str(reason), row.note) if part)
    return {"label": word, "state": shade, "at": row.at, "by": row.by, "note": note}
