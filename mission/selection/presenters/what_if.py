"""What supposed rules change, as pairs of bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.numerals import format_number
from mission.registration.queries import Districts
from mission.selection.presenters.fairness import group_word, grouping_title
from mission.selection.presenters.numbers import REASONS
from mission.selection.presenters.words import share_word
from mission.selection.queries import Supposed
from mission.selection.rules.what_if import Compared, GroupChances, GroupSeats, Pair, ShareSeats

Rows = list[dict[str, Any]]

_WITH_ELIGIBLE = ("citizen", "age", "district")
_FIGURES = {
    "eligible_files": gettext_lazy("eligible files"),
    "eligible_persons": gettext_lazy("eligible persons"),
    "selected_files": gettext_lazy("files selected"),
    "selected_persons": gettext_lazy("persons selected"),
}


def supposed_page(found: Supposed) -> dict[str, Any]:
    """Answer all that the result of a what-if shows."""
    compared = found.compared
    return {
        "files": found.files,
        "figures": _figures(compared),
        "moved": _moved(compared),
        "seats": [
            _seats(name, groups, found.districts)
            for name, groups in compared.groups.items()
            if len(groups) > 1
        ],
        "shares": [_share(share) for share in compared.shares],
        "chances": [
            {"title": grouping_title(name), "rows": _chances(name, groups, found.districts)}
            for name, groups in compared.chances.items()
            if len(groups) > 1
        ],
        "draws": compared.draws,
        "refused": [
            _row(str(REASONS.get(code, code)), pair)
            for code, pair in sorted(
                found.refused.items(), key=lambda item: -max(item[1].saved, item[1].supposed)
            )
        ],
    }


def _figures(compared: Compared) -> Rows:
    figures = []
    for name, label in _FIGURES.items():
        pair: Pair = getattr(compared, name)
        before = _("saved rules: %(count)s") % {"count": format_number(pair.saved)}
        note = before if pair.saved != pair.supposed else ""
        figures.append({"value": pair.supposed, "label": label, "note": note})
    return figures


def _moved(compared: Compared) -> list[str]:
    """Say how many files change sides when the same numbers are drawn."""
    if not compared.gained and not compared.lost:
        return [_("With the same numbers not one file changes between selected and waiting.")]
    gained = ngettext(
        "%(count)s file is selected that the saved rules would not select.",
        "%(count)s files are selected that the saved rules would not select.",
        compared.gained,
    )
    lost = ngettext(
        "%(count)s file is no longer selected.",
        "%(count)s files are no longer selected.",
        compared.lost,
    )
    ineligible = ngettext(
        "Of these, %(count)s file is no longer eligible.",
        "Of these, %(count)s files are no longer eligible.",
        compared.lost_ineligible,
    )
    said = ((gained, compared.gained), (lost, compared.lost))
    return [
        _count(pattern, count)
        for pattern, count in (*said, (ineligible, compared.lost_ineligible))
        if count
    ]


def _count(pattern: str, count: int) -> str:
    return pattern % {"count": format_number(count)}


def _row(label: str, pair: Pair) -> dict[str, Any]:
    return {"label": label, "before": pair.saved, "after": pair.supposed}


def _seats(name: str, groups: Sequence[GroupSeats], districts: Districts) -> dict[str, Any]:
    """Answer the persons of each group who have seats, and its eligible files where people ask
    who may apply at all."""
    labels = [group_word(name, one.group, districts) for one in groups]
    shown: dict[str, Any] = {
        "title": grouping_title(name),
        "rows": [_row(label, one.seats) for label, one in zip(labels, groups, strict=True)],
    }
    if name in _WITH_ELIGIBLE:
        shown["eligible"] = [
            _row(label, one.files) for label, one in zip(labels, groups, strict=True)
        ]
    return shown


def _chances(name: str, groups: Sequence[GroupChances], districts: Districts) -> Rows:
    return [
        {
            "label": group_word(name, one.group, districts),
            "before": one.saved,
            "after": one.supposed,
            "is_share": True,
        }
        for one in groups
    ]


def _share(share: ShareSeats) -> dict[str, Any]:
    """Answer how many persons of a share have seats, by four ways of counting."""
    ways = [
        (_("Saved rules"), share.seats.saved, "second"),
        (_("These values"), share.seats.supposed, ""),
        (_("As a guarantee"), share.guarantee, "calm"),
        (_("Over and above"), share.over_and_above, "calm"),
    ]
    promised = _count(
        ngettext(
            "%(count)s seat reserved", "%(count)s seats reserved", share.promised.supposed
        ),
        share.promised.supposed,
    )
    return {
        "title": _("Share “%(share)s”") % {"share": share_word(share.name)},
        "lead": promised,
        "rows": [
            {"label": label, "value": value, "state": state} for label, value, state in ways
        ],
    }
