"""What the page of a submitted application shows: every step with its date, and what comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from mission.registration.models import Application, ApplicationStatus, Objection
from mission.registration.presenters.questions import LABELS
from mission.registration.presenters.sentences import STATUSES, eligibility_reason
from mission.registration.queries.applying import SeasonRules
from mission.registration.queries.files import statuses_of
from mission.registration.queries.lists import verdict_on
from mission.registration.queries.objections import against, is_taken_up, objections_of
from mission.registration.rules.window import objection_until


def steps(application: Application, *, has_result: bool) -> list[dict[str, Any]]:
    """Answer what happened to an application in the order of time, then what comes next.

    has_result  whether a public result holds it: that stands on a card of its own
    """
    items = [_step(each) for each in statuses_of(application)]
    verdict = verdict_on(application)
    if verdict is not None:
        items.append(
            {
                "label": _("Eligibility was checked: not eligible")
                if verdict.codes
                else _("Eligibility was checked: eligible"),
                "at": verdict.run.judged_at,
                "state": "bad" if verdict.codes else "done",
            }
        )
    for each in objections_of(application):
        items += _objection_steps(each)
    items.sort(key=lambda item: item["at"])
    if application.withdrawn_at is None and not has_result:
        items += _coming(application, is_judged=verdict is not None)
    return items


def _step(each: ApplicationStatus) -> dict[str, Any]:
    return {
        "label": STATUSES[each.status],
        "at": each.at,
        "state": "warn" if each.status == "WITHDRAWN" else "done",
        "note": _changed(each.reason) if each.status == "AMENDED" else "",
    }


def _changed(reason: str) -> str:
    """Say which answers an amendment changed; ``reason`` is as the status keeps it."""
    names = [part.partition(".")[2] for part in reason.split(", ")]
    said = {"added": _("a companion was added"), "removed": _("a companion was taken out")}
    words = [str(said.get(name) or LABELS.get(name, name)) for name in names if name]
    return _(", ").join(dict.fromkeys(words))


def _objection_steps(each: Objection) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = [
        {"label": _("You objected"), "at": each.raised_at, "state": "done"}
    ]
    if hasattr(each, "answer"):
        upheld = each.answer.status == "UPHELD"
        items.append(
            {
                "label": _("The committee agreed with you")
                if upheld
                else _("The committee upholds the finding"),
                "at": each.answer.at,
                "state": "done" if upheld else "bad",
                "note": each.answer.reason,
            }
        )
    return items


def _coming(application: Application, *, is_judged: bool) -> list[dict[str, Any]]:
    coming = []
    if not is_judged:
        coming.append({"label": _("Eligibility is checked"), "when": _("to come")})
    if application.frozen_at is None:
        coming.append({"label": _("The application goes into the draw"), "when": _("to come")})
    else:
        coming.append({"label": _("The result is public"), "when": _("to come")})
    return coming


def finding(application: Application, rules: SeasonRules, *, at: datetime) -> dict[str, Any]:
    """Answer what the newest judgement says in sentences, and whether one may object."""
    verdict = verdict_on(application)
    if verdict is None:
        return {"is_judged": False}
    held = against(application)
    until = None
    may_object = False
    if held is not None:
        until = objection_until(held.since, days=rules.number("objections.days"))
        is_in_time = application.withdrawn_at is None and at < until
        may_object = is_in_time and not is_taken_up(held, application)
    return {
        "is_judged": True,
        "is_eligible": held is None,
        "reasons": [eligibility_reason(code) for code in held.codes] if held else [],
        "until": until,
        "may_object": may_object,
    }


def objection_line(each: Objection) -> dict[str, Any]:
    """Answer one objection for the committee."""
    return {
        "objection": each,
        "reasons": [eligibility_reason(code) for code in each.codes],
        "is_answered": hasattr(each, "answer"),
    }
