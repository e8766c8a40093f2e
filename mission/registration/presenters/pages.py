"""What the pages of registration show."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation import wording
from foundation.languages import both_languages
from foundation.numerals import reader_digits, reads_arabic
from mission.people.models import Person
from mission.people.queries import masked
from mission.registration.models import (
    Applicant,
    Application,
    Eligibility,
    EligibilityRun,
    ImportRun,
    RefusedRow,
)
from mission.registration.presenters.sentences import (
    COLUMNS,
    RELATIONS,
    STATUSES,
    eligibility_reason,
    row_reason,
)
from mission.registration.queries import figures
from mission.registration.queries.eligible import newest_judgement
from mission.registration.queries.files import statuses_of
from mission.registration.queries.lists import NO_DISTRICT, Listed
from mission.registration.rules.columns import KEYS
from mission.registration.rules.districts import Districts
from mission.registration.rules.nationalities import alpha_2_of
from mission.registration.rules.screens import DISTRICT
from mission.season.models import Season

ImportState = Literal["at_work", "stopped", "finished", "checked", "waiting"]
_SHOWN_LOST = 12


def names(person: Person) -> tuple[str, str]:
    """Answer a person's name in the reader's script first, then the other if there is one."""
    return both_languages(person.name_ar, person.name_en)


def line(listed: Listed, districts: Districts) -> dict[str, Any]:
    """Answer one line of the list."""
    verdict = listed.verdict
    return {
        "application": listed.application,
        "home": home_of(listed.application, districts),
        "names": names(listed.lead.person),
        "size": listed.size,
        "verdict": verdict,
        "reasons": [eligibility_reason(code) for code in verdict.codes] if verdict else [],
    }


def district_filters(districts: Districts) -> list[tuple[str, str]]:
    """Answer the filter by home district, at its end who states none; nothing to choose
    where the season lists no district."""
    if not districts:
        return []
    return [*districts.named(arabic=reads_arabic()), (NO_DISTRICT, _("Not stated"))]


def state_filters(season: Season) -> list[tuple[str, str, int]]:
    """Answer the filter by verdict: value, label, count."""
    run = newest_judgement(season)
    files, eligible = (run.summary["files"], run.summary["eligible"]) if run else (0, 0)
    return [
        ("eligible", _("Eligible"), eligible),
        ("ineligible", _("Not eligible"), files - eligible),
        ("unjudged", _("Not judged yet"), figures.applications(season) - files),
    ]


def person(applicant: Applicant, *, whole: bool) -> dict[str, Any]:
    """Answer one person of a file; numbers are masked unless they may be seen whole."""
    identity, passport = applicant.person.national_id, applicant.passport_no
    return {
        "names": names(applicant.person),
        "relation": RELATIONS[applicant.relation],
        "is_lead": applicant.role == "LEAD",
        "national_id": identity if whole else masked(identity),
        "passport_no": passport if whole else masked(passport),
        "mobile": applicant.person.mobile,
        "nationality": country_name(applicant.nationality),
        "applicant": applicant,
    }


def home_of(application: Application, districts: Districts) -> str:
    """Answer the name of a file's home district; empty when it states none."""
    return districts.name(application.district, arabic=reads_arabic())


def relation_name(relation: str) -> str:
    """Answer what a person is to the lead, in words."""
    return str(RELATIONS[relation])


def country_name(alpha_3: str) -> str:
    """Answer a country's name as its readers call it: ``بنغلاديش`` for BGD."""
    territories = Locale.parse(get_language() or "ar", sep="-").territories
    return str(territories.get(alpha_2_of(alpha_3), alpha_3))


def verdict(found: Eligibility | None) -> dict[str, Any] | None:
    """Answer a verdict with its reasons in sentences."""
    if found is None:
        return None
    return {"found": found, "reasons": [eligibility_reason(code) for code in found.codes]}


def timeline(application: Application) -> list[dict[str, Any]]:
    """Answer what happened to a file, the newest last."""
    return [
        {"label": STATUSES[each.status], "by": each.by, "at": each.at, "state": "done"}
        for each in statuses_of(application)
    ]


def refusals(rows: list[RefusedRow]) -> list[dict[str, Any]]:
    """Answer refused rows with their reasons."""
    return [{"row": row.row_number, "reason": row_reason(row.code)} for row in rows]


def import_state(run: ImportRun, *, is_at_work: bool) -> ImportState:
    """Answer where an import stands."""
    if run.finished_at:
        return "finished"
    if run.stopped_at:
        return "stopped"
    if is_at_work:
        return "at_work"
    return "checked" if run.checked_at else "waiting"


def import_line(run: ImportRun) -> dict[str, Any]:
    """Answer one line of the past imports."""
    return {"run": run, "state": import_state(run, is_at_work=False)}


def stop_sentence(run: ImportRun) -> str:
    """Say why an import ended without effect."""
    facts = {"megabytes": "?", "most": "?", "key": "?"}
    return wording.say(run.stop_code, facts) if run.stop_code else ""


def report(run: ImportRun) -> dict[str, Any]:
    """Answer a report in words: columns, mended and refused by kind, lost companions."""
    found = run.report
    if not found:
        return {}
    examples = found["examples"]
    return found | {
        "refused_count": sum(found["refused"].values()),
        "refused": [
            {"code": code, "reason": row_reason(code), "rows": rows}
            for code, rows in sorted(found["refused"].items(), key=lambda item: -item[1])
        ],
        "mended_count": sum(found["mended"].values()),
        "mended": [
            {
                "column": COLUMNS[key],
                "cells": found["mended"][key],
                "examples": examples.get(key, []),
            }
            for key in KEYS
            if key in found["mended"]
        ],
        "without_companion": [
            each | {"reason": row_reason(each["code"])}
            for each in found["without_companion"][:_SHOWN_LOST]
        ],
        "without_companion_count": len(found["without_companion"]),
    }


def column_list(districts: Districts) -> list[tuple[str, Any]]:
    """Answer the columns that a season reads: key as written in the sheet, and its name."""
    return [(key, COLUMNS[key]) for key in KEYS if key != DISTRICT or districts]


def judgement(run: EligibilityRun) -> dict[str, Any]:
    """Answer a judgement in figures and sentences."""
    summary = run.summary
    return {
        "summary": summary,
        "not_eligible": summary["files"] - summary["eligible"],
        "against": [
            {"label": eligibility_reason(code), "value": files}
            for code, files in sorted(summary["ineligible"].items(), key=lambda item: -item[1])
        ],
        "tiers": [
            {"label": label, "value": summary["tiers"].get(tier, 0)}
            for tier, label in _tiers().items()
        ],
    }


def _tiers() -> dict[str, str]:
    return {
        "1": _("First: elders who never performed Hajj"),
        "2": _("Second: refused in earlier seasons"),
        "3": _("Third: never performed Hajj"),
        "4": _("Fourth: all others"),
    }


def hours(counts: list[tuple[datetime, int]]) -> list[dict[str, Any]]:
    """Answer the hours of a day as columns, each by its hour."""
    return [
        {"label": reader_digits(f"{moment:%H}"), "value": count} for moment, count in counts
    ]


def days(counts: list[tuple[datetime, int]]) -> list[dict[str, Any]]:
    """Answer days as columns, each by its day of the month."""
    return [
        {"label": reader_digits(str(moment.day)), "value": count} for moment, count in counts
    ]


def weeks(counts: list[tuple[datetime, int]]) -> list[dict[str, Any]]:
    """Answer weeks as columns, each by the day and month of its first day."""
    return [
        {"label": reader_digits(f"{moment.day}/{moment.month}"), "value": count}
        for moment, count in counts
    ]
