"""What of registration waits for a person, and its figures on the homes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import workboard
from foundation.numerals import format_number
from foundation.scoping import Actor
from foundation.workboard import Figure, FunnelBar, WorkItem
from mission.registration import access
from mission.registration.queries import figures
from mission.registration.queries.documents import counts_waiting, open_proposals
from mission.registration.queries.objections import objections_in
from mission.season.models import Season
from mission.season.queries import current_season


def waiting(by: Actor) -> list[WorkItem]:
    """Answer refused rows, documents to verify, and objections to answer."""
    season = current_season()
    if season is None:
        return []
    return [*_imports(season, by), *_documents(season, by), *_objections(season, by)]


def _imports(season: Season, by: Actor) -> list[WorkItem]:
    items = []
    refused = figures.standing_refused(season) if access.may_import(by=by) else 0
    if refused:
        sentence = ngettext(
            "%(count)s row of the applicants' workbooks was refused",
            "%(count)s rows of the applicants' workbooks were refused",
            refused,
        ) % {"count": format_number(refused)}
        items.append(
            WorkItem(
                "bad",
                _("Refused"),
                sentence,
                reverse("registration:imports"),
                _("Fix"),
                refused,
            )
        )
    if access.may_judge(by=by) and figures.needs_judging(season):
        items.append(
            WorkItem(
                "warn",
                _("To judge"),
                _("Applications came in since eligibility was last checked"),
                reverse("registration:eligibility"),
                _("Check"),
            )
        )
    return items


def _documents(season: Season, by: Actor) -> list[WorkItem]:
    """Answer the documents that wait, and the overrides that wait for a second person."""
    if not access.may_verify(by=by):
        return []
    address = reverse("documents:queue")
    documents = sum(counts_waiting(season).values())
    proposals = len(open_proposals(season))
    items = []
    if documents:
        sentence = ngettext(
            "%(count)s document of applicants waits to be verified",
            "%(count)s documents of applicants wait to be verified",
            documents,
        ) % {"count": format_number(documents)}
        verify = _("Verify")
        items.append(WorkItem("warn", _("To verify"), sentence, address, verify, documents))
    if proposals:
        sentence = ngettext(
            "%(count)s override of a verdict waits for a second person",
            "%(count)s overrides of verdicts wait for a second person",
            proposals,
        ) % {"count": format_number(proposals)}
        items.append(WorkItem("warn", _("To confirm"), sentence, address, _("Look"), proposals))
    return items


def _objections(season: Season, by: Actor) -> list[WorkItem]:
    """Answer the objections that wait for the committee."""
    count = len(objections_in(season, answered=False)) if access.may_answer(by=by) else 0
    if not count:
        return []
    sentence = ngettext(
        "%(count)s objection waits for an answer",
        "%(count)s objections wait for an answer",
        count,
    ) % {"count": format_number(count)}
    url = reverse("registration:objections")
    return [WorkItem("warn", _("Objection"), sentence, url, _("Answer"), count)]


def shown_figures(by: Actor) -> list[Figure]:
    """Answer how many persons applied."""
    season = current_season()
    if season is None or not by.may("registration.view_applications"):
        return []
    count = figures.applicants(season)
    return [Figure(_("applicants"), count, url=reverse("registration:applications"))]


def funnel(by: Actor) -> list[FunnelBar]:
    """Answer the first two bars of the season: applied, and eligible."""
    season = current_season()
    if season is None or not by.may("registration.view_applications"):
        return []
    return [
        FunnelBar("registration", _("Applied"), figures.applicants(season)),
        FunnelBar("registration", _("Eligible"), figures.eligible_persons(season)),
    ]


def register() -> None:
    """Put registration on the homes."""
    workboard.register(waiting)
    workboard.register_figures(shown_figures)
    workboard.register_funnel(funnel)
