"""The checks of one row: the first code that applies, in the published order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mission.registration.rules.cells import cell_text
from mission.registration.rules.columns import Column, Header
from mission.registration.rules.readers import BAD, LONGEST, Value, column_readers
from mission.registration.rules.values import WorkbookRules

C = Column

# Needed of every row, in the order of the table; name, relation, mobile and residence have
# conditions of their own.
_NEEDED = (
    C.FILE_NO,
    C.ROLE,
    C.RELATION,
    C.NATIONAL_ID,
    C.NATIONALITY,
    C.SEX,
    C.BIRTH_DATE,
    C.NAME_AR,
    C.PASSPORT_NO,
    C.PASSPORT_EXPIRY,
    C.MOBILE,
    C.RESIDENT_SINCE,
    C.FITNESS_CERTIFICATE,
    C.SUBMITTED_AT,
)
_BEFORE_BIRTH_YEAR = (
    (C.ROLE, "bad_role"),
    (C.NATIONAL_ID, "bad_national_id"),
    (C.NATIONALITY, "unknown_nationality"),
    (C.SEX, "bad_sex"),
    (C.BIRTH_DATE, "bad_date:birth_date"),
    (C.PASSPORT_EXPIRY, "bad_date:passport_expiry"),
    (C.RESIDENT_SINCE, "bad_date:resident_since"),
    (C.SUBMITTED_AT, "bad_date:submitted_at"),
)
_AFTER_BIRTH_YEAR = (
    (C.PASSPORT_NO, "bad_passport"),
    (C.MOBILE, "bad_mobile"),
    (C.LAST_HAJJ_YEAR, "bad_number:last_hajj_year"),
    (C.REFUSED_SEASONS, "bad_number:refused_seasons"),
    (C.FITNESS_CERTIFICATE, "bad_fitness"),
    (C.DISTRICT, "unknown_district"),
)
# The first digit of a national id is its century: 2 = 19xx, 3 = 20xx.
_CENTURY = {"2": 1900, "3": 2000}

BIRTH_MISMATCH = "birth_mismatch"
SAME_PERSON = "same_person"
TOO_LONG = "too_long"


@dataclass(slots=True)
class CheckedRow:
    """A row of the sheet after its own checks.

    values  in the order of ``Column``; only to be read when ``code`` is empty
    code    why it is refused, empty when it passed
    """

    values: list[Value]
    code: str
    mended: tuple[bool, ...]


class RowCheck:
    """Checks the rows of one workbook, one after the other."""

    def __init__(self, header: Header, rules: WorkbookRules) -> None:
        self.rules = rules
        self.places = [len(header.cells) if place is None else place for place in header.places]
        self.width = len(header.cells)
        self.readers: list[Callable[[object], tuple[Value, bool]]] = column_readers(rules)

    def check(self, cells: Sequence[object]) -> CheckedRow:
        """Mend the cells and find the first code that applies.

        cells  those beyond the header are not looked at, those that it has more are empty
        """
        cells = [*cells[: self.width], *[None] * (self.width + 1 - len(cells)), None]
        read = [
            reader(cells[place])
            for reader, place in zip(self.readers, self.places, strict=True)
        ]
        values = [value for value, _ in read]
        if values[C.ROLE] == "COMPANION":
            values[C.DISTRICT] = None  # a file lives where its lead does
        return CheckedRow(
            values, self.first_code(values), tuple([mended for _, mended in read])
        )

    def first_code(self, values: Sequence[Value]) -> str:
        """Answer the first code that applies to the values of a row, or an empty text."""
        for column in _NEEDED:
            if values[column] is None and self._is_needed(column, values):
                return f"missing:{column.key}"
        if any(value is BAD for value in values):
            bad = _first_bad(values, _BEFORE_BIRTH_YEAR)
            if bad:
                return bad
        if is_birth_mismatch(values):
            return BIRTH_MISMATCH
        return _first_bad(values, _AFTER_BIRTH_YEAR) or _too_long(values)

    def _is_needed(self, column: Column, values: Sequence[Value]) -> bool:
        if column is C.RELATION:
            return bool(values[C.ROLE] == "COMPANION")
        if column is C.NAME_AR:
            return values[C.NAME_EN] is None
        if column is C.MOBILE:
            return bool(values[C.ROLE] == "LEAD")
        if column is C.RESIDENT_SINCE:
            return values[C.NATIONALITY] not in (None, BAD, self.rules.home_nationality)
        return True


def is_birth_mismatch(values: Sequence[Value]) -> bool:
    """Answer whether the national id and the birth date disagree about the year of birth."""
    national_id, birth_date = values[C.NATIONAL_ID], values[C.BIRTH_DATE]
    return bool(birth_date.year != _CENTURY[national_id[0]] + int(national_id[1:3]))


def is_blank(cells: Sequence[object]) -> bool:
    """Answer whether no cell holds a value: such rows are passed over.

    A cell of spaces or of marks that nobody sees holds none.
    """
    for cell in cells:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or cell_text(cell):
            return False
    return True


def _first_bad(values: Sequence[Value], codes: Sequence[tuple[Column, str]]) -> str:
    for column, code in codes:
        if values[column] is BAD:
            return code
    return ""


def _too_long(values: Sequence[Value]) -> str:
    for column, most in LONGEST.items():
        if values[column] is not None and len(values[column]) > most:
            return f"{TOO_LONG}:{column.key}"
    return ""
