"""Answers as people type them on a phone, judged by the very readers of the workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mission.registration.rules.cells import mend_text
from mission.registration.rules.columns import KEYS, Column, Header
from mission.registration.rules.readers import BAD, LONGEST, Value, column_readers
from mission.registration.rules.row_checks import BIRTH_MISMATCH, RowCheck, is_birth_mismatch
from mission.registration.rules.screens import (
    COMPANIONS_PLANNED,
    HAJJ_BEFORE,
    NO,
    YES,
    Who,
    asked,
    fields_of,
)
from mission.registration.rules.values import WorkbookRules

LONGEST_TEXT = 300
MOST_PLANNED = 20  # more than any season's class allows; a larger number is a slip

_BAD_CODES = {
    "nationality": "unknown_nationality",
    "national_id": "bad_national_id",
    "sex": "bad_sex",
    "passport_no": "bad_passport",
    "mobile": "bad_mobile",
    "fitness_certificate": "bad_fitness",
    "birth_date": "bad_date:birth_date",
    "passport_expiry": "bad_date:passport_expiry",
    "resident_since": "bad_date:resident_since",
    "last_hajj_year": "bad_number:last_hajj_year",
    "district": "unknown_district",
}
_SHORT_DAY = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class PersonAnswers:
    """What a person's answers come to.

    values    field → value, only of fields that were read
    problems  field → code; a field that must still be answered is ``missing:<field>``
    """

    values: dict[str, Any]
    problems: dict[str, str]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing and nothing is wrong."""
        return not self.problems


def typed(field: str, text: str) -> str:
    """Answer the text as the readers of the workbook want it.

    Days may be typed with one digit and with points: ``5.11.1971``. A Hijri year first is
    written with slashes, any other day with hyphens.
    """
    plain = mend_text(text)
    if field not in ("birth_date", "passport_expiry", "resident_since"):
        return plain
    if match := _SHORT_DAY.fullmatch(plain):
        day, _mark, month, year = match.groups()
        return f"{int(day):02}/{int(month):02}/{year}"
    if match := _SHORT_YEAR_FIRST.fullmatch(plain):
        year, _mark, month, day = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return plain


def read_answer(field: str, text: str, rules: WorkbookRules) -> tuple[Value, str]:
    """Answer the value of one typed answer (None when empty) and why it cannot be, if so."""
    plain = typed(field, text)
    if not plain:
        return None, ""
    if field in _OWN_READERS:
        return _OWN_READERS[field](plain)
    column = Column[field.upper()]
    value, _mended = _readers(rules)[column](plain)
    if value is BAD:
        return None, _BAD_CODES[field]
    if column in LONGEST and value is not None and len(value) > LONGEST[column]:
        return None, f"too_long:{field}"
    return value, ""


def _yes_or_no(plain: str) -> tuple[Value, str]:
    return (plain, "") if plain in (YES, NO) else (None, f"bad_choice:{HAJJ_BEFORE}")


def _count_of_companions(plain: str) -> tuple[Value, str]:
    is_count = plain.isdecimal() and len(plain) < 4 and int(plain) <= MOST_PLANNED
    return (int(plain), "") if is_count else (None, f"bad_number:{COMPANIONS_PLANNED}")


_OWN_READERS = {HAJJ_BEFORE: _yes_or_no, COMPANIONS_PLANNED: _count_of_companions}


def read_person(role: Who, answers: Mapping[str, str], rules: WorkbookRules) -> PersonAnswers:
    """Read all answers of one person and say of each field what is wrong or missing.

    answers  field → text as typed; a lead's national id and mobile stand among them
    """
    values, problems = _read_fields(role, answers, rules)
    for field in _needed(role, values, rules):
        if field not in values and field not in problems:
            problems[field] = f"missing:{field}"
    if {"national_id", "birth_date"} <= values.keys() and is_birth_mismatch(
        as_row(role, values)
    ):
        problems["birth_date"] = BIRTH_MISMATCH
    if not problems and (code := _row_check(rules).first_code(as_row(role, values))):
        problems["national_id"] = code
    return PersonAnswers(values, problems)


def _read_fields(
    role: Who, answers: Mapping[str, str], rules: WorkbookRules
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read each field by itself; a year of Hajj counts only from who says they performed it."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in ("national_id", "mobile", *_asked_of(role, rules)):
        value, code = read_answer(field, answers.get(field, ""), rules)
        if code:
            problems[field] = code
        elif value is not None:
            values[field] = value
    if values.get(HAJJ_BEFORE) == NO:
        values.pop("last_hajj_year", None)
        problems.pop("last_hajj_year", None)
    return values, problems


def _needed(role: Who, values: Mapping[str, Any], rules: WorkbookRules) -> list[str]:
    """List what must be answered; a name in one script is enough, as in the workbook."""
    needed = [field for field in _asked_of(role, rules) if field not in _CONDITIONAL]
    needed.append("national_id")
    if role == "LEAD":
        needed.append("mobile")
    if "name_ar" not in values and "name_en" not in values:
        needed.append("name_ar")
    if values.get("nationality") not in (None, rules.home_nationality):
        needed.append("resident_since")
    if values.get(HAJJ_BEFORE) == YES:
        needed.append("last_hajj_year")
    return needed


def _asked_of(role: Who, rules: WorkbookRules) -> tuple[str, ...]:
    return asked(fields_of(role), districts=bool(rules.districts))


_CONDITIONAL = {"name_ar", "name_en", "resident_since", "last_hajj_year", COMPANIONS_PLANNED}


def as_row(role: Who, values: Mapping[str, Any]) -> list[Value]:
    """Answer the values of a person in the order of the workbook's columns."""
    row: list[Value] = [values.get(key) for key in KEYS]
    row[Column.FILE_NO] = "-"
    row[Column.ROLE] = role
    row[Column.SUBMITTED_AT] = "-"
    if role == "LEAD":
        row[Column.RELATION] = "SELF"
    return row


@lru_cache(maxsize=8)
def _readers(rules: WorkbookRules) -> Sequence[Any]:
    return column_readers(rules)


@lru_cache(maxsize=8)
def _row_check(rules: WorkbookRules) -> RowCheck:
    header = Header(KEYS, KEYS, tuple(range(len(KEYS))), (), (), ())
    return RowCheck(header, rules)
