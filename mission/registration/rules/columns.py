"""The known columns of the applicants' workbook, and where a sheet has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from mission.registration.rules.cells import cell_text


class Column(IntEnum):
    """The known columns in the order in which refusals name them; the value is the place."""

    FILE_NO = 0
    ROLE = 1
    RELATION = 2
    NATIONAL_ID = 3
    NATIONALITY = 4
    SEX = 5
    BIRTH_DATE = 6
    NAME_AR = 7
    NAME_EN = 8
    PASSPORT_NO = 9
    PASSPORT_EXPIRY = 10
    MOBILE = 11
    RESIDENT_SINCE = 12
    LAST_HAJJ_YEAR = 13
    REFUSED_SEASONS = 14
    FITNESS_CERTIFICATE = 15
    SUBMITTED_AT = 16
    DISTRICT = 17

    @property
    def key(self) -> str:
        """The name in the first row of the sheet."""
        return self.name.lower()


KEYS = tuple(column.key for column in Column)
_COLUMNS = {column.key: column for column in Column}

# What the program itself adds to a workbook of refused rows.
CODE, REASON = "code", "reason"


@dataclass(frozen=True)
class Header:
    """The first row of a sheet, understood.

    cells     as they stand there, as text
    titles    the same, mended and in lower case
    places    for each known column, in the order of ``Column``, where it stands, or None
    unknown   places of columns that the program keeps without reading
    doubled   known keys that stand there more than once; the first one is read
    added     places of ``code`` and ``reason`` when this is a workbook of refused rows that
              comes back; a sender's own column of such a name stands before them
    """

    cells: tuple[str, ...]
    titles: tuple[str, ...]
    places: tuple[int | None, ...]
    unknown: tuple[int, ...] = ()
    doubled: tuple[str, ...] = ()
    added: tuple[int, ...] = ()

    @property
    def found(self) -> list[str]:
        """The known keys that the sheet has."""
        return [column.key for column in Column if self.places[column] is not None]

    @property
    def absent(self) -> list[str]:
        """The known keys that the sheet lacks."""
        return [column.key for column in Column if self.places[column] is None]


def read_header(cells: Sequence[object]) -> Header:
    """Find the known columns; letter case and spaces around a key do not matter.

    A sheet with the columns ``code`` and ``reason`` is one of refused rows that comes back.
    """
    titles = tuple(cell_text(cell).lower() for cell in cells)
    places: list[int | None] = [None] * len(Column)
    unknown, doubled = [], []
    for place, title in enumerate(titles):
        column = _COLUMNS.get(title)
        if column is None:
            unknown.append(place)
        elif places[column] is None:
            places[column] = place
        else:
            doubled.append(column.key)
            unknown.append(place)
    return Header(
        cells=tuple("" if cell is None else str(cell) for cell in cells),
        titles=titles,
        places=tuple(places),
        unknown=tuple(unknown),
        doubled=tuple(doubled),
        added=_added_places(titles),
    )


def _added_places(titles: tuple[str, ...]) -> tuple[int, ...]:
    if not {CODE, REASON} <= set(titles):
        return ()
    last = len(titles) - 1
    return tuple(last - titles[::-1].index(title) for title in (CODE, REASON))
