"""The page where leads link their applications: who is linked, and who asks whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages import in_language
from mission.registration.models import Application, FamilyMember, FamilyRequest
from mission.registration.queries import families
from mission.registration.queries.applying import SeasonRules

ENDINGS: dict[str, tuple[Promise | str, str]] = {
    "": (gettext_lazy("Waits for an answer"), "warn"),
    "AGREED": (gettext_lazy("Agreed"), "good"),
    "DECLINED": (gettext_lazy("Declined"), "calm"),
    "TAKEN_BACK": (gettext_lazy("Taken back"), "calm"),
    "CLOSED": (gettext_lazy("Ended: the application was withdrawn"), "calm"),
}
OVER: tuple[Promise | str, str] = (gettext_lazy("Not answered in time"), "calm")
LEFT: dict[str, Promise | str] = {
    "LEFT": gettext_lazy("%(reference)s left of its own wish"),
    "WITHDRAWN": gettext_lazy("%(reference)s left by withdrawing"),
    "ALONE": gettext_lazy("%(reference)s was the last that was left"),
}


def family_lines(
    application: Application, rules: SeasonRules, *, at: datetime
) -> dict[str, Any]:
    """Answer what a lead sees of the own family; the names of others are masked.

    is_offered   the season links applications at all, or this one is linked
    may_change   asking, agreeing and leaving is possible now
    """
    most = families.persons_most(rules)
    others = [
        _kin_line(one)
        for one in families.family_of(application)
        if one.application.pk != application.pk
    ]
    is_open = rules.window.is_open(at)
    is_movable = application.frozen_at is None and application.withdrawn_at is None
    may_change = bool(most) and is_open and is_movable
    requests = families.requests_to(application) if may_change else []
    asking = [_kin_line(one) for one in families.kin_of([each.asking for each in requests])]
    return {
        "is_offered": application.withdrawn_at is None and (may_change or bool(others)),
        "may_change": may_change,
        "most": most,
        "others": others,
        "asking": list(zip(requests, asking, strict=True)),
        "asked": [
            request_line(each, is_open=may_change) for each in families.requests_by(application)
        ],
    }


def _kin_line(one: families.Kin) -> dict[str, Any]:
    """Answer another application with its lead's masked name in the reader's script."""
    return {
        "application": one.application,
        "name": in_language(one.name_ar, one.name_en),
        "size": one.size,
        "is_refused": one.is_refused,
    }


def request_line(request: FamilyRequest, *, is_open: bool) -> dict[str, Any]:
    """Answer one request with its state as a word and a shade."""
    is_waiting = request.ended_at is None
    word, shade = OVER if is_waiting and not is_open else ENDINGS[request.ending]
    return {
        "request": request,
        "word": str(word),
        "shade": shade,
        "may_take_back": is_waiting and is_open,
    }


def family_history(application: Application) -> dict[str, Any]:
    """Answer for the staff with whom an application is linked, and what happened to it."""
    members, requests = families.history_of(application)
    others = [one.application for one in families.family_of(application)]
    items = [item for each in members for item in _member_steps(each)]
    items += [item for each in requests for item in _request_steps(each, application)]
    items.sort(key=lambda item: item["at"])
    return {"others": [one for one in others if one.pk != application.pk], "steps": items}


def _member_steps(each: FamilyMember) -> list[dict[str, Any]]:
    reference = {"reference": each.application.reference}
    joined = _("%(reference)s was linked") % reference
    steps = [{"label": joined, "at": each.joined_at, "by": each.joined_by, "state": "done"}]
    if each.left_at is not None:
        left = str(LEFT[each.why]) % reference
        steps.append({"label": left, "at": each.left_at, "by": each.left_by, "state": "warn"})
    return steps


def _request_steps(each: FamilyRequest, application: Application) -> list[dict[str, Any]]:
    """Answer that it was asked, and how it ended; that an agreement links, the members say."""
    if each.asking_id == application.pk:
        asked = _("This file asked %(reference)s") % {"reference": each.reference}
    else:
        asked = _("%(reference)s asked this file") % {"reference": each.asking.reference}
    steps = [{"label": asked, "at": each.asked_at, "by": each.asked_by, "state": "done"}]
    if each.ended_at is not None:
        ended = f"{asked}: {ENDINGS[each.ending][0]}"
        steps.append(
            {"label": ended, "at": each.ended_at, "by": each.ended_by, "state": "done"}
        )
    return steps
