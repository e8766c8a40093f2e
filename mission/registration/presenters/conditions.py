"""The season's conditions in plain words, and the early answer to whether one may apply."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.numerals import format_number
from mission.registration.presenters.pages import country_name
from mission.registration.presenters.sentences import eligibility_reason
from mission.registration.queries.applying import SeasonRules
from mission.registration.rules.early import EarlyAnswer
from mission.registration.rules.eligibility import ANY_NATIONALITY, LeadClass


def conditions(rules: SeasonRules) -> list[dict[str, Any]]:
    """Answer the conditions class by class, then those of everybody: title and sentences."""
    groups = [
        {"title": _class_name(each), "lines": _class_lines(each)}
        for each in rules.eligibility.classes
    ]
    return [*groups, {"title": _("Everybody in the application"), "lines": _lines(rules)}]


def _class_name(group: LeadClass) -> str:
    if ANY_NATIONALITY in group.nationalities:
        return _("Residents of other nationalities who apply")
    names = [country_name(code) for code in sorted(group.nationalities)]
    return _("Who applies with the nationality of %(countries)s") % {
        "countries": _(", ").join(names)
    }


def _class_lines(group: LeadClass) -> list[str]:
    lines = [_years(group.lead_age_from)]
    if group.lead_residence_years:
        lines.append(
            ngettext(
                "has resided here for at least %(count)s year",
                "has resided here for at least %(count)s years",
                group.lead_residence_years,
            )
            % {"count": format_number(group.lead_residence_years)}
        )
    if group.lead_must_be_first_hajj:
        lines.append(_("has never performed Hajj"))
    elif group.lead_hajj_gap_seasons:
        lines.append(
            ngettext(
                "has not performed Hajj in the last season",
                "has not performed Hajj in the last %(count)s seasons",
                group.lead_hajj_gap_seasons,
            )
            % {"count": format_number(group.lead_hajj_gap_seasons)}
        )
    lines.append(
        ngettext(
            "may bring %(count)s companion",
            "may bring up to %(count)s companions",
            group.companions_most,
        )
        % {"count": format_number(group.companions_most)}
    )
    return lines


def _years(count: int) -> str:
    return ngettext(
        "is at least %(count)s year old", "is at least %(count)s years old", count
    ) % {"count": format_number(count)}


def _lines(rules: SeasonRules) -> list[str]:
    found = rules.eligibility
    lines = [_("every companion %(age)s") % {"age": _years(found.companion_age_from)}]
    if found.fitness_required:
        lines.append(_("everybody has a certificate of fitness from a health centre"))
    return lines


def early(found: EarlyAnswer) -> dict[str, Any] | None:
    """Answer the early answer in words; None while the questions are not answered."""
    if not found.is_known:
        return None
    if not found.codes:
        return {
            "state": "good",
            "title": _("By what you told us, you may apply"),
            "reasons": [],
        }
    return {
        "state": "warn",
        "title": _("By what you told us, this application would not be eligible"),
        "reasons": [eligibility_reason(code) for code in found.codes],
    }
