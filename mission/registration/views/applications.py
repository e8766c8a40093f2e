"""Pages of applications: the list, one file, and the list as a workbook."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from foundation.scoping import actor_of, page_permission
from mission.registration import access
from mission.registration.models import Application
from mission.registration.presenters import pages
from mission.registration.presenters.export import applications_workbook
from mission.registration.presenters.family import family_history
from mission.registration.queries import (
    applicants_of,
    application_by_reference,
    districts_of,
    lists,
)
from mission.registration.queries.imports import refusals_of_file
from mission.season.models import Season
from mission.season.queries import current_season

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@page_permission("registration.view_applications")
def applications(request: HttpRequest) -> HttpResponse:
    """List the season's files: searched, filtered, sorted; the address holds all of it."""
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    actor = actor_of(request.user)
    districts = districts_of(season)
    page = Paginator(_found(request, season), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [pages.line(each, districts) for each in lists.listed(page, season)],
        "search": request.GET.get("q", "").strip(),
        "states": pages.state_filters(season),
        "districts": pages.district_filters(districts),
        "is_filtered": bool(request.GET.get("state") or request.GET.get("district")),
        "may_import": access.may_import(by=actor),
        "may_export": access.may_export(by=actor),
        "query": request.GET.urlencode(),
    }
    return render(request, "registration/applications.html", context)


@require_GET
@page_permission("registration.export_applications")
def export(request: HttpRequest) -> HttpResponse:
    """Answer the list as it is searched and filtered, as XLSX."""
    access.check_may_export(by=actor_of(request.user))
    season = current_season()
    if season is None:
        return render(request, "season/none.html")
    rows = lists.all_listed(_found(request, season), season)
    answer = HttpResponse(applications_workbook(rows, districts_of(season)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="applications-{season}.xlsx"'
    return answer


@require_GET
@page_permission("registration.view_applications")
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one file: its people, its verdict in sentences, and what happened to it."""
    file = application_by_reference(reference)
    whole = access.may_view_identity(by=actor_of(request.user))
    people = applicants_of(file)
    context = {
        "application": file,
        "people": [pages.person(each, whole=whole) for each in people],
        "lead": pages.names(people[0].person),
        "home": pages.home_of(file, districts_of(file.season)),
        "verdict": pages.verdict(lists.verdict_on(file)),
        "timeline": pages.timeline(file),
        "family": family_history(file),
        "refusals": pages.refusals(refusals_of_file(file.season, file.file_no)),
        "whole": whole,
    }
    return render(request, "registration/application.html", context)


def _found(request: HttpRequest, season: Season) -> QuerySet[Application]:
    state = request.GET.get("state", "")
    return lists.find_applications(
        season,
        search=request.GET.get("q", ""),
        state=next((each for each in lists.STATES if each == state), ""),
        district=request.GET.get("district", ""),
        sort=request.GET.get("sort", "queue"),
    )
