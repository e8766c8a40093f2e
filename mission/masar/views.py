"""Pages of the e-path: the link, refusals, differences, and the history of one pilgrim."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.masar import access, presenters, queries, services
from mission.masar.forms import ResubmitForm, SettleForm
from mission.masar.models import Exchange
from mission.season import queries as seasons
from mission.season.models import Season

PAGE_ROWS = 50
NEWEST_CALLS = 6
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _season() -> Season:
    season = seasons.current_season()
    if season is None:
        raise seasons.NoSuchSeason(hijri_year="")
    return season


@page_permission("masar.view_exchange")
def link(request: HttpRequest) -> HttpResponse:
    """Show whether the link is alive, what stands where, and what is late."""
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    template = "masar/_link.html" if request.headers.get("HX-Request") else "masar/link.html"
    return render(request, template, _link_context(request, season))


def _link_context(request: HttpRequest, season: Season) -> dict[str, Any]:
    at, actor = now(), actor_of(request.user)
    state, health = presenters.link_health(season, at=at)
    late = queries.unknown_since(season, presenters.alarm_before(season, at=at))
    return {
        "state": state,
        "health": health,
        "link": queries.link_of(season),
        "rows": presenters.counts_table(season),
        "breakers": presenters.breaker_rows(queries.breakers(season), at=at),
        "calls": [
            {"call": call, "purpose": presenters.purpose_name(call.purpose)}
            for call in queries.newest_calls(season, NEWEST_CALLS)
        ],
        "late": [presenters.refusal_row(row) for row in late[:PAGE_ROWS]],
        "late_count": late.count(),
        "fresh": queries.count_not_begun(season),
        "refused": queries.refusals(season, by=actor).count(),
        "differences": queries.differences(season).count(),
        "comparison": queries.newest_comparison(season),
        "may_send": access.may_send(by=actor),
    }


@require_POST
@page_permission("masar.send_pilgrims")
def send(request: HttpRequest) -> HttpResponse:
    """Open the requests of everybody who lacks one, and start the exchange."""
    opened = services.start_exchange(season=_season(), by=actor_of(request.user), at=now())
    text = ngettext(
        "%(count)s request is on its way to the e-path.",
        "%(count)s requests are on their way to the e-path.",
        opened,
    )
    messages.success(request, text % {"count": opened})
    return redirect("masar:link")


@require_POST
@page_permission("masar.send_pilgrims")
def compare(request: HttpRequest) -> HttpResponse:
    """Compare both sides in full, shown live."""
    label = _("Comparison with the e-path")
    task = services.start_comparison(
        season=_season(), label=label, by=actor_of(request.user), at=now()
    )
    return redirect(task.url)


@page_permission("masar.view_exchange")
def refusals(request: HttpRequest) -> HttpResponse:
    """List what the e-path refused and a person must decide."""
    actor = actor_of(request.user)
    page = Paginator(_chosen_refusals(request), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": [presenters.refusal_row(row) for row in page],
        "page": page,
        "options": presenters.refusal_filters(queries.refusals(_season(), by=actor)),
        "is_filtered": bool(request.GET.get("operation") or request.GET.get("q")),
        "form": ResubmitForm(),
        "may_resolve": access.may_resolve(None, by=actor),
    }
    return render(request, "masar/refusals.html", context)


@page_permission("masar.view_exchange")
def leavers(request: HttpRequest) -> HttpResponse:
    """List who gave the seat up and must be withdrawn in the e-path by a person."""
    found = queries.leavers(_season(), by=actor_of(request.user))
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {"rows": presenters.leaver_rows(page), "page": page}
    return render(request, "masar/leavers.html", context)


@page_permission("masar.view_exchange")
def export(request: HttpRequest) -> HttpResponse:
    """Give the list of refusals, as filtered, as a workbook."""
    found = presenters.refusals_workbook(_chosen_refusals(request))
    name = 'attachment; filename="refusals.xlsx"'
    return HttpResponse(found, content_type=XLSX, headers={"Content-Disposition": name})


def _chosen_refusals(request: HttpRequest) -> QuerySet[Exchange]:
    waiting = queries.refusals(_season(), by=actor_of(request.user))
    operation, search = request.GET.get("operation", ""), request.GET.get("q", "").strip()
    return queries.refusals_matching(waiting, operation=operation, search=search)


@require_POST
@page_permission("masar.resolve_refusals")
def resubmit(request: HttpRequest) -> HttpResponse:
    """Submit the chosen requests again; those that somebody else took meanwhile are named."""
    form, chosen = ResubmitForm(request.POST), _uuids(request.POST.getlist("pick"))
    if not form.is_valid() or not chosen:
        messages.error(request, _("Choose at least one request and say what was corrected."))
        return redirect("masar:refusals")
    done = 0
    for exchange_id in chosen:
        try:
            services.resubmit_request(
                exchange=queries.exchange(exchange_id),
                note=form.cleaned_data["note"],
                by=actor_of(request.user),
                at=now(),
            )
        except Refusal as refusal:
            messages.warning(request, sentence(refusal))
        else:
            done += 1
    text = ngettext(
        "%(count)s request is submitted again.", "%(count)s requests are submitted again.", done
    )
    messages.success(request, text % {"count": done})
    return redirect("masar:refusals")


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue  # not from our page
    return found


@page_permission("masar.view_exchange")
def differences(request: HttpRequest) -> HttpResponse:
    """List differences between both sides that a person must settle."""
    season = _season()
    page = Paginator(queries.differences(season), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": [presenters.difference_row(row) for row in page],
        "page": page,
        "comparison": queries.newest_comparison(season),
        "may_resolve": access.may_resolve(None, by=actor_of(request.user)),
    }
    return render(request, "masar/differences.html", context)


@page_permission("masar.resolve_refusals")
def settle(request: HttpRequest, difference_id: UUID) -> HttpResponse:
    """Note how a difference was settled."""
    found = queries.difference(difference_id)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.settle_difference(
                difference=found, **form.cleaned_data, by=actor_of(request.user), at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("The difference is settled."))
            return redirect("masar:differences")
    context = {"form": form, "row": presenters.difference_row(found)}
    return render(request, "masar/settle.html", context)


@page_permission("masar.view_exchange")
def pilgrim(request: HttpRequest, pilgrim_id: UUID) -> HttpResponse:
    """Show everything that was exchanged about one pilgrim."""
    found, actor = queries.pilgrim(pilgrim_id), actor_of(request.user)
    access.check_may_view(found.campaign_id, by=actor)
    context = {
        "pilgrim": found,
        "name": presenters.subject_name(found, None),
        "requests": presenters.history(pilgrim_id),
        "form": ResubmitForm(),
        "may_resolve": access.may_resolve(found.campaign_id, by=actor),
    }
    return render(request, "masar/pilgrim.html", context)
