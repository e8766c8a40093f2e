"""The next step of an application, first on every page of its lead; else what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.numerals import format_number
from mission.registration.models import Application, Draft
from mission.registration.presenters import documents, status
from mission.registration.presenters.family import family_lines
from mission.registration.queries import applying
from mission.registration.queries.applying import SeasonRules
from mission.registration.queries.following import following
from mission.registration.queries.objections import objections_of


@dataclass(frozen=True)
class Act:
    """Something that the lead has to do.

    until    when it must be done, if it must
    reasons  why it is asked, each a sentence
    """

    title: str
    text: str
    url: str
    verb: str
    until: datetime | None = None
    reasons: tuple[str, ...] = ()


def journey(
    application: Application, draft: Draft | None, rules: SeasonRules, *, at: datetime
) -> dict[str, Any]:
    """Answer what a lead has to do and what is awaited.

    acts      in the order in which they should be done; empty when nothing is asked
    cards     of the later steps, what is asked of the lead first
    awaits    what the application waits for, in a sentence; empty when something is to be done
    lines     the documents of each person
    finding   what the judgement says
    """
    found = status.finding(application, rules, at=at)
    lines = (
        [documents.documents_line(each) for each in applying.people_of(draft)] if draft else []
    )
    is_open = rules.window.is_open(at)
    cards = [] if application.withdrawn_at else following(application, at=at)
    acts = [] if application.withdrawn_at else _acts(lines, is_open, rules)
    acts += _family_acts(application, rules, at=at)
    if found.get("may_object"):
        acts.append(
            Act(
                _("Your application is not eligible"),
                _("If this is wrong, object to it with a document."),
                reverse("registration:object", args=[application.reference]),
                _("Object to it"),
                found["until"],
                tuple(str(reason) for reason in found["reasons"]),
            )
        )
    asked = bool(acts) or any(card.is_asked for card in cards)
    later = next((card.awaits for card in cards if card.awaits), "")
    awaits = "" if asked or application.withdrawn_at else later
    if not asked and not cards and application.withdrawn_at is None:
        awaits = _awaits(application, found, is_open=is_open)
    return {"acts": acts, "cards": cards, "awaits": awaits, "lines": lines, "finding": found}


def _acts(lines: list[dict[str, Any]], is_open: bool, rules: SeasonRules) -> list[Act]:
    """Documents that are asked for again come first; what lacks is due at the closing."""
    closing = rules.window.closes_at if is_open else None
    again = [
        Act(
            _("A document must be handed in again"),
            f"{line['name']}: {_(', ').join(str(kind) for kind in line['asked'])}",
            reverse("documents:own", args=[line["person"].pk]),
            _("See why, and hand it in"),
        )
        for line in lines
        if line["asked"]
    ]
    lacking = [
        Act(
            _("Documents are still missing"),
            f"{line['name']}: {missing_words(line['missing'])}",
            reverse("documents:own", args=[line["person"].pk]),
            _("Hand them in"),
            closing,
        )
        for line in lines
        if line["missing"] and not line["asked"]
    ]
    return again + lacking


def _family_acts(application: Application, rules: SeasonRules, *, at: datetime) -> list[Act]:
    """Another family that asks waits for an answer until the window closes."""
    asking = family_lines(application, rules, at=at)["asking"]
    return [
        Act(
            _("Another family asks to be drawn together with you"),
            kin["application"].reference,
            reverse("registration:family", args=[application.reference]),
            _("Agree or decline"),
            rules.window.closes_at,
        )
        for _request, kin in asking
    ]


def missing_words(count: int) -> str:
    """Say how many documents lack."""
    return ngettext(
        "%(shown)s document is still needed", "%(shown)s documents are still needed", count
    ) % {"shown": format_number(count)}


def _awaits(application: Application, found: dict[str, Any], *, is_open: bool) -> str:
    """Say what an application waits for that no later step has taken up."""
    if any(not hasattr(each, "answer") for each in objections_of(application)):
        return _("The answer of the committee to your objection. It comes by SMS and here.")
    if is_open:
        return _("The end of registration. Then it is checked who is eligible.")
    if not found["is_judged"]:
        return _("The check of who is eligible. Its result stands here.")
    if found["is_eligible"]:
        return _("The draw. Its result comes by SMS and stands here.")
    return ""
