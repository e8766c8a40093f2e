"""One reader a column: from a cell of any type to its value, nothing at all, or BAD."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import phonenumbers

from mission.registration.rules.cells import cell_text, mend_text
from mission.registration.rules.columns import Column
from mission.registration.rules.dates import read_date, read_moment
from mission.registration.rules.districts import Districts
from mission.registration.rules.nationalities import alpha_3_of
from mission.registration.rules.values import WorkbookRules


class Bad:
    """What a cell is when something stands there that its column cannot hold."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Final = Bad()

Value = Any
"""The value of a cell, None when it is empty, BAD when it cannot be read."""

Read = tuple[Value, bool]
"""A value, and whether it stands otherwise in the cell than it is kept (mended)."""

_NATIONAL_ID = re.compile(r"[23][0-9]{10}")
_PASSPORT = re.compile(r"[A-Za-z0-9]{6,9}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}(?:\.0+)?")

ROLES = {"lead": "LEAD", "companion": "COMPANION"}
RELATIONS = frozenset(
    [
        *("self", "wife", "husband", "mother", "father"),
        *("son", "daughter", "brother", "sister", "other"),
    ]
)
SEXES = {"m": "M", "male": "M", "ذكر": "M", "f": "F", "female": "F", "أنثى": "F"}
FITNESS = {"yes": True, "نعم": True, "1": True, "no": False, "لا": False, "0": False}

# Names and file numbers beyond this are no names: the columns of the database end here.
LONGEST = {Column.FILE_NO: 100, Column.NAME_AR: 300, Column.NAME_EN: 300}


class Memo(dict[object, Read]):
    """Remembers what a column's reader said: most columns repeat few cells."""

    MOST = 50_000

    def __init__(self, reader: Callable[[object], Read]) -> None:
        super().__init__()
        self.reader = reader

    def __missing__(self, cell: object) -> Read:
        if len(self) >= self.MOST:
            self.clear()
        read = self[cell] = self.reader(cell)
        return read


def column_readers(rules: WorkbookRules) -> list[Callable[[object], Read]]:
    """Answer the reader of every column, in the order of ``Column``.

    A reader answers (value, mended). Readers keep memory, so make them once a workbook.
    """
    code: dict[Column, Callable[[object], Read]] = {
        Column.FILE_NO: _read_text,
        Column.ROLE: _remembering(_among(ROLES)),
        Column.RELATION: _remembering(_read_relation),
        Column.NATIONAL_ID: _read_national_id,
        Column.NATIONALITY: _remembering(_read_nationality),
        Column.SEX: _remembering(_among(SEXES)),
        Column.BIRTH_DATE: _remembering(_read_day),
        Column.NAME_AR: _read_text,
        Column.NAME_EN: _read_text,
        Column.PASSPORT_NO: _read_passport,
        Column.PASSPORT_EXPIRY: _remembering(_read_day),
        Column.MOBILE: _mobile_reader(rules.phone_region),
        Column.RESIDENT_SINCE: _remembering(_read_day),
        Column.LAST_HAJJ_YEAR: _remembering(_number_reader(*rules.last_hajj_years)),
        Column.REFUSED_SEASONS: _remembering(_number_reader(0, rules.refused_seasons)),
        Column.FITNESS_CERTIFICATE: _remembering(_among(FITNESS)),
        Column.SUBMITTED_AT: _moment_reader(rules),
        Column.DISTRICT: _remembering(_district_reader(rules.districts)),
    }
    return [code[column] for column in Column]


def _remembering(reader: Callable[[object], Read]) -> Callable[[object], Read]:
    return Memo(reader).__getitem__


def _read_text(cell: object) -> Read:
    text = mend_text(cell) if type(cell) is str else cell_text(cell)
    return text or None, text != cell and bool(cell)


def _among(words: dict[str, Any]) -> Callable[[object], Read]:
    def read(cell: object) -> Read:
        text = cell_text(cell).lower()
        if not text:
            return None, False
        value = words.get(text, BAD)
        return value, value is not BAD and cell not in words and cell != value

    return read


def _read_relation(cell: object) -> Read:
    """Read the relation to the lead; one that the list does not name is OTHER."""
    text = cell_text(cell).lower()
    if not text:
        return None, False
    return (text if text in RELATIONS else "other").upper(), cell not in RELATIONS


def _read_national_id(cell: object) -> Read:
    text = mend_text(cell) if type(cell) is str else cell_text(cell)
    if not text:
        return None, False
    return (text, text != cell) if _NATIONAL_ID.fullmatch(text) else (BAD, False)


def _read_nationality(cell: object) -> Read:
    text = cell_text(cell)
    if not text:
        return None, False
    code = alpha_3_of(text.upper()) if text.isascii() else None
    return (code, code != cell) if code else (BAD, False)


def _read_day(cell: object) -> Read:
    if type(cell) is date:
        return cell, False
    text = cell_text(cell)
    if not text:
        return None, False
    day = read_date(cell)
    return (BAD, False) if day is None else (day, text != day.isoformat())


def _read_passport(cell: object) -> Read:
    text = mend_text(cell) if type(cell) is str else cell_text(cell)
    if not text:
        return None, False
    if not _PASSPORT.fullmatch(text):
        return BAD, False
    number = text.upper()
    return number, number != cell


def _mobile_reader(region: str) -> Callable[[object], Read]:
    home_prefix = f"+{phonenumbers.country_code_for_region(region)}"

    def read(cell: object) -> Read:
        text = mend_text(cell) if type(cell) is str else cell_text(cell)
        if not text:
            return None, False
        number = _possible_number(text, region, home_prefix)
        return number, number is not BAD and number != cell

    return read


def _possible_number(text: str, region: str, home_prefix: str) -> Value:
    """Answer the number as E.164, or BAD.

    The library is slow, so it is asked once for each length and beginning of plain national
    digits; whatever is written otherwise it reads itself. The country's code may stand there
    without its plus.
    """
    digits = text.replace(" ", "")
    if digits.startswith(home_prefix[1:]):
        as_typed = _parsed_number(text, region)
        with_country = BAD if as_typed is BAD else _parsed_number(f"+{digits}", region)
        return as_typed if with_country is BAD else with_country
    for prefix in (home_prefix, "00" + home_prefix[1:]):
        if digits.startswith(prefix):
            digits = digits[len(prefix) :]
            break
    if digits.isascii() and digits.isdigit() and _is_plain(region, len(digits), digits[:2]):
        return home_prefix + digits
    return _parsed_number(text, region)


@lru_cache(maxsize=4096)
def _is_plain(region: str, length: int, beginning: str) -> bool:
    """Answer whether national numbers of this length and beginning are possible as typed."""
    sample = beginning.ljust(length, "5")
    country_code = phonenumbers.country_code_for_region(region)
    return bool(_parsed_number(sample, region) == f"+{country_code}{sample}")


def _parsed_number(text: str, region: str) -> Value:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return BAD
    if not phonenumbers.is_possible_number(number):
        return BAD
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _number_reader(lowest: int, highest: int) -> Callable[[object], Read]:
    def read(cell: object) -> Read:
        text = cell_text(cell)
        if not text:
            return None, False
        if not _WHOLE_NUMBER.fullmatch(text):
            return BAD, False
        number = int(text.partition(".")[0])
        if not lowest <= number <= highest:
            return BAD, False
        return number, isinstance(cell, str) and cell != str(number)

    return read


def _district_reader(districts: Districts) -> Callable[[object], Read]:
    as_listed = {text for one in districts.listed for text in one}

    def read(cell: object) -> Read:
        text = cell_text(cell)
        if not text or not districts:  # a season that does not ask reads none
            return None, False
        code = districts.code_of(text)
        return (code, cell not in as_listed) if code else (BAD, False)

    return read


def _moment_reader(rules: WorkbookRules) -> Callable[[object], Read]:
    zone = rules.zone

    def read(cell: object) -> Read:
        text = cell_text(cell)
        if not text:
            return None, False
        moment = read_moment(cell, zone)
        if moment is None:
            return BAD, False
        return moment, not isinstance(cell, (date, datetime)) and text != cell

    return Memo(read).__getitem__
