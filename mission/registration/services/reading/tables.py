"""The rows of a workbook's first sheet, or of a text in columns, one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from mission.registration.rules.columns import read_header
from mission.registration.rules.refusals import WorkbookDamaged, WorkbookEmpty
from mission.registration.services.reading.formats import encoding_of, kind_of

SEPARATORS = ",;\t"
LONGEST_CELL = 1 << 20

Row = list[Any]


@dataclass
class Table:
    """Rows with their numbers in the sheet (from 1), and about how many there are."""

    rows: Iterator[tuple[int, Row]]
    total: int


def open_table(path: Path) -> Table:
    """Open a workbook or a text in columns, whatever its name says.

    Raises the refusals of ``formats.kind_of``, WorkbookDamaged, WorkbookEmpty.
    """
    if kind_of(path) == "xlsx":
        return _open_sheet(path)
    return _open_text(path)


def _open_sheet(path: Path) -> Table:
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    except (CalamineError, OSError, IndexError, ValueError) as damaged:
        raise WorkbookDamaged() from damaged
    if sheet.start is None:
        raise WorkbookEmpty()
    return Table(_sheet_rows(sheet, sheet.start[1]), sheet.total_height)


def _sheet_rows(sheet: Any, first_column: int) -> Iterator[tuple[int, Row]]:
    """Answer the rows from the first of the sheet; calamine leaves out empty columns only."""
    left = [""] * first_column
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, left + row if left else row


def _open_text(path: Path) -> Table:
    encoding = encoding_of(path)
    separator = _separator_of(path, encoding)
    with path.open("rb") as file:
        total = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    return Table(_text_rows(path, encoding, separator), total)


def _text_rows(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding=encoding, newline="") as file:
            if encoding.startswith("utf-16-") and file.read(1) != "\ufeff":
                file.seek(0)
            yield from enumerate(csv.reader(file, delimiter=separator), start=1)
    except (csv.Error, UnicodeError) as damaged:
        raise WorkbookDamaged() from damaged


def _separator_of(path: Path, encoding: str) -> str:
    """Choose the separator by which the first row has the most known columns."""

    def known_columns(separator: str) -> int:
        for _, row in _text_rows(path, encoding, separator):
            if any(cell.strip() for cell in row):
                return len(read_header(row).found)
        return 0

    return max(SEPARATORS, key=known_columns)
