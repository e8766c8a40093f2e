"""Checks of what a mission sends, field by field; nothing here knows the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from simulators.masar.messages import Reason, reason

LONGEST_NAME = 200
OLDEST_YEARS = 125

Check = Callable[[object, date], str]  # gives the code of a refusal, "" where all is well

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[A-Za-z]")


def _pattern(expression: str, code: str) -> Check:
    compiled = re.compile(expression)

    def check(value: object, today: date) -> str:
        return "" if isinstance(value, str) and compiled.fullmatch(value) else code

    return check


def _name(script: re.Pattern[str], code: str) -> Check:
    def check(value: object, today: date) -> str:
        if not isinstance(value, str) or not script.search(value):
            return code
        return "TOO_LONG" if len(value) > LONGEST_NAME else ""

    return check


def _date_of(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _birth_date(value: object, today: date) -> str:
    born = _date_of(value)
    if born is None:
        return "BAD_DATE"
    possible = born <= today and today.year - born.year <= OLDEST_YEARS
    return "" if possible else "BIRTH_DATE_IMPOSSIBLE"


def _expiry_date(value: object, today: date) -> str:
    ends = _date_of(value)
    if ends is None:
        return "BAD_DATE"
    return "" if ends > today else "PASSPORT_EXPIRED"


def _season(value: object, today: date) -> str:
    is_year = isinstance(value, int) and not isinstance(value, bool) and 1400 <= value <= 1600
    return "" if is_year else "BAD_SEASON"


def _count(value: object, today: date) -> str:
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return "" if is_count else "BAD_NUMBER"


def _text(value: object, today: date) -> str:
    if not isinstance(value, str) or not value.strip():
        return "REQUIRED"
    return "TOO_LONG" if len(value) > LONGEST_NAME else ""


_NAME_AR = _name(_ARABIC, "NOT_ARABIC")
_NAME_EN = _name(_LATIN, "NOT_LATIN")

NEEDED: dict[str, dict[str, Check]] = {
    "GROUP": {
        "season": _season,
        "licence_no": _text,
        "name_ar": _text,
        "name_en": _text,
        "capacity": _count,
    },
    "PILGRIM": {
        "season": _season,
        "group_number": _text,
        "passport_number": _pattern(r"[A-Z0-9]{6,9}", "BAD_PASSPORT"),
        "passport_expires_date": _expiry_date,
        "sex": _pattern(r"[MF]", "BAD_SEX"),
        "birth_date": _birth_date,
        "nationality": _pattern(r"[A-Z]{3}", "BAD_NATIONALITY"),
    },
    "VISA": {"season": _season, "application_number": _text},
    "PERMIT": {"season": _season, "application_number": _text, "visa_number": _text},
}

OPTIONAL: dict[str, dict[str, Check]] = {
    "GROUP": {},
    "PILGRIM": {
        "name_ar": _NAME_AR,
        "name_en": _NAME_EN,
        "mobile": _pattern(r"\+[1-9][0-9]{6,14}", "BAD_MOBILE"),
        "reference": _text,
    },
    "VISA": {},
    "PERMIT": {},
}


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def field_errors(operation: str, body: Mapping[str, object], *, today: date) -> list[Reason]:
    """List what is wrong with a request, in the order of the fields; empty where nothing is."""
    errors = []
    for field, check in NEEDED[operation].items():
        value = body.get(field)
        code = "REQUIRED" if _is_empty(value) else check(value, today)
        if code:
            errors.append(reason(code, field))
    for field, check in OPTIONAL[operation].items():
        value = body.get(field)
        if not _is_empty(value) and (code := check(value, today)):
            errors.append(reason(code, field))
    if (
        operation == "PILGRIM"
        and _is_empty(body.get("name_ar"))
        and _is_empty(body.get("name_en"))
    ):
        errors.append(reason("REQUIRED", "name_ar"))
    return errors
