"""The page where leads link their applications: who is linked, and who asks whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.numerals import reads_arabic
from mission.registration.models import Application, FamilyMember, FamilyRequest
from mission.registration.queries import families
from mission.registration.queries.applying import SeasonRules

ENDINGS: dict[str, tuple[Promise | str, str]] = {
    "": (_("Waits for an answer"), "warn"),
    "AGREED": (_("Agreed"), "good"),
    "DECLINED": (_("Declined"), "calm"),
    "TAKEN_BACK": (_("Taken back"), "calm"),
    "CLOSED": (_("Ended: an application was withdrawn"), "calm"),
}
OVER: tuple[Promise | str, str] = (_("Not answered in time"), "calm")
WHY: dict[str, Promise | str] = {
    "": _("stands in the family"),
    "LEFT": _("left of its own wish"),
    "WITHDRAWN": _("left by withdrawing"),
    "ALONE": _("was the last that was left"),
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
    name = one.name_ar if reads_arabic() else one.name_en
    return {
        "application": one.application,
        "name": name,
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


def family_history(application: Application, *, is_open: bool) -> dict[str, Any]:
    """Answer for the staff who stood in an application's families, and every request."""
    members, requests = families.history_of(application)
    return {
        "members": [_member_line(each) for each in members],
        "requests": [
            request_line(each, is_open=is_open) | {"is_own": each.asking_id == application.pk}
            for each in requests
        ],
    }


def _member_line(each: FamilyMember) -> dict[str, Any]:
    return {"member": each, "word": str(WHY[each.why]), "is_standing": each.left_at is None}
