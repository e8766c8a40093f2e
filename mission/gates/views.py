"""The gates' pages for staff, and the page that turns a phone into a reader."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import Actor, actor_of, open_page, page_permission
from foundation.wording import sentence
from mission.gates import access, services
from mission.gates.forms import ReaderForm, RevokeForm
from mission.gates.models import Gate
from mission.gates.presenters import pages
from mission.gates.queries import figures as read
from mission.gates.queries import posts
from mission.gates.queries import readers as reader_queries
from mission.season import queries as seasons

_SCANS_SHOWN, _A_PAGE = 12, 50


@open_page("an enrolled device shows its own token")
@never_cache
@ensure_csrf_cookie
def reader(request: HttpRequest) -> HttpResponse:
    """Show the reader; who may use it is decided by the token that the phone holds."""
    return render(request, "gates/reader.html", {"words": pages.reader_words()})


@page_permission("gates.view_gates")
def gates(request: HttpRequest) -> HttpResponse:
    """List the season's gates with today's figures and who is inside each camp."""
    season = seasons.current_season()
    found = list(posts.gates(season)) if season else []
    since = read.start_of_day(now())
    figures = read.figures_of_gates([gate.id for gate in found], since=since)
    inside = read.inside_now(season) if season else {}
    rows = [
        {
            "gate": gate,
            "name": pages.gate_name(gate),
            "camp": pages.camp_name(gate),
            "figures": figures.get(gate.id, read.Figures()),
            "inside": inside.get(gate.camp_id, 0),
        }
        for gate in found
    ]
    context = {"rows": rows, "total": _sum(rows), "inside": sum(inside.values())}
    return render(request, "gates/list.html", context)


@page_permission("gates.view_gates")
def gate(request: HttpRequest, code: str) -> HttpResponse:
    """Show one gate live: today's figures, reasons of refusal, the newest scans."""
    shown = _gate(code)
    context = _head(request, shown) | _now(shown)
    return render(request, "gates/gate.html", context)


@page_permission("gates.view_gates")
def gate_now(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the moving part of a gate's page alone."""
    return render(request, "gates/_gate_now.html", _now(_gate(code)))


@page_permission("gates.view_gates")
def refused(request: HttpRequest, code: str) -> HttpResponse:
    """List who was refused at a gate and why, and what was no scan."""
    shown = _gate(code)
    found = read.newest_scans(shown, refused_only=True)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    context = _head(request, shown) | {
        "lines": pages.scan_lines(page, posts.post_at(shown)),
        "page": page,
        "parked": read.parked_at(shown)[:_A_PAGE],
    }
    return render(request, "gates/refused.html", context)


@page_permission("gates.manage_devices")
def readers(request: HttpRequest, code: str) -> HttpResponse:
    """List a gate's readers; prepare a new one and show its code this once."""
    shown = _gate(code)
    form = ReaderForm(request.POST or None, initial={"language": get_language()})
    prepared = None
    if request.method == "POST" and form.is_valid():
        prepared = _prepare(shown, form.cleaned_data, by=actor_of(request.user))
        form = ReaderForm(initial={"language": get_language()})
    since = read.start_of_day(now())
    work = reader_queries.work_of_readers(shown, since)
    context = _head(request, shown) | {
        "lines": pages.reader_lines(reader_queries.readers_at(shown), work),
        "form": form,
        "revoke_form": RevokeForm(),
        "enrolment": _enrolment(request, prepared) if prepared else None,
    }
    return render(request, "gates/readers.html", context)


@require_POST
@page_permission("gates.scan")
def become_reader(request: HttpRequest, code: str) -> HttpResponse:
    """Make the phone in the guard's hand a reader of this gate and open the reader on it."""
    actor = actor_of(request.user)
    given = {"name": actor.label, "language": get_language() or "ar", "shows_names": True}
    prepared = _prepare(_gate(code), given, by=actor)
    return redirect(f"{reverse('gates:reader')}#enrol={prepared.code}")


@require_POST
@page_permission("gates.manage_devices")
def revoke(request: HttpRequest, code: str, device: UUID) -> HttpResponse:
    """Stop a reader."""
    form = RevokeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the reader is revoked."))
        return redirect("gates:readers", code=code)
    reason, by = form.cleaned_data["reason"], actor_of(request.user)
    try:
        stopped = services.revoke_reader(device=device, reason=reason, by=by, at=now())
        messages.success(request, _("%(name)s scans no more.") % {"name": stopped.name})
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("gates:readers", code=code)


def _gate(code: str) -> Gate:
    season = seasons.current_season()
    if season is None:
        raise posts.NoSuchGate(gate=code)
    return posts.gate_by_code(season, code)


def _head(request: HttpRequest, shown: Gate) -> dict[str, Any]:
    actor = actor_of(request.user)
    return {
        "gate": shown,
        "name": pages.gate_name(shown),
        "camp": pages.camp_name(shown),
        "may_scan": actor.may("gates.scan"),
        "may_manage": access.may_manage_devices(by=actor),
    }


def _now(shown: Gate) -> dict[str, Any]:
    season = shown.season
    figures = read.figures_of_gate(shown.id, since=read.start_of_day(now()))
    newest = read.newest_scans(shown)[:_SCANS_SHOWN]
    return {
        "gate": shown,
        "figures": figures,
        "bars": pages.reason_bars(figures),
        "inside": read.inside_now(season).get(shown.camp_id, 0),
        "lines": pages.scan_lines(newest, posts.post_at(shown)),
    }


def _sum(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {
        "entered": sum(row["figures"].entered for row in rows),
        "left": sum(row["figures"].left for row in rows),
        "refused": sum(row["figures"].refused for row in rows),
    }


def _prepare(shown: Gate, given: dict[str, Any], *, by: Actor) -> services.PreparedReader:
    return services.prepare_reader(
        gate=shown, wish=services.ReaderWish(**given), by=by, at=now()
    )


def _enrolment(request: HttpRequest, prepared: services.PreparedReader) -> dict[str, Any]:
    address = request.build_absolute_uri(f"{reverse('gates:reader')}#enrol={prepared.code}")
    symbol = segno.make_qr(address, error="m").svg_data_uri(scale=6, border=4)
    return {
        "name": prepared.device.name,
        "code": prepared.code,
        "until": prepared.device.code_until,
        "address": address,
        "symbol": symbol,
    }
