"""The funnel, the reasons and the tiers as rows of pictures and tables."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation import numerals
from mission.selection.queries import Families, Funnel

REASONS = {
    "lead_too_young": gettext_lazy("Lead applicant too young"),
    "lead_short_residence": gettext_lazy("Lead applicant's residence too short"),
    "lead_performed_before": gettext_lazy("Lead applicant performed Hajj before"),
    "lead_recent_hajj": gettext_lazy("Lead applicant's last Hajj too recent"),
    "too_many_companions": gettext_lazy("Too many companions"),
    "companion_too_young": gettext_lazy("A companion too young"),
    "passport_expires": gettext_lazy("A passport ends too soon"),
    "not_fit": gettext_lazy("A fitness certificate is missing"),
}


def funnel_rows(facts: Funnel) -> list[dict[str, Any]]:
    """Answer how many files remain, step by step; steps not reached are left out."""
    steps = [
        (_("Applications"), facts.applications),
        (_("Eligible"), facts.eligible_files),
        (_("Selected"), facts.selected_files),
        (_("On the waiting list"), facts.waiting_files),
    ]
    return [{"label": label, "value": value} for label, value in steps if value is not None]


def family_sentences(found: Families) -> list[str]:
    """Say how many families a round draws as one, and which it cannot."""
    if not found.linked and not found.parted:
        return []
    said = [
        ngettext(
            "%(count)s family of several files is drawn as one: all or none. It has %(files)s "
            "files.",
            "%(count)s families of several files are drawn as one each: all or none. They have "
            "%(files)s files.",
            found.linked,
        )
        % {
            "count": numerals.format_number(found.linked),
            "files": numerals.format_number(found.files),
        }
    ]
    if found.parted:
        said.append(
            ngettext(
                "%(count)s family is not drawn as a whole: a file of it is not eligible, was "
                "settled by an earlier round, or belongs to another part of the seats.",
                "%(count)s families are not drawn as a whole: a file of them is not eligible, "
                "was settled by an earlier round, or belongs to another part of the seats.",
                found.parted,
            )
            % {"count": numerals.format_number(found.parted)}
        )
    return said


def reasons(facts: Funnel) -> list[dict[str, Any]]:
    """Answer why files are not eligible, the most frequent reason first."""
    return [
        {"label": REASONS.get(code, code), "value": files, "state": "warn"}
        for code, files in facts.refused.items()
    ]


def tier_rows(facts: Funnel) -> list[dict[str, Any]]:
    """Answer files and persons of each tier."""
    return [
        {
            "label": _("Tier %(tier)s") % {"tier": numerals.format_number(row.tier)},
            "value": row.files,
            "note": _files_and_persons(row.files, row.persons),
        }
        for row in facts.tiers
    ]


def _files_and_persons(files: int, persons: int) -> str:
    file_words = ngettext("%(count)s file", "%(count)s files", files) % {
        "count": numerals.format_number(files)
    }
    person_words = ngettext("%(count)s person", "%(count)s persons", persons) % {
        "count": numerals.format_number(persons)
    }
    return f"{file_words} · {person_words}"
