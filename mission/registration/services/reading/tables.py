"""The rows of a workbook's first sheet, or of a text in columns, one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from mission.registration.rules.columns import read_header
from mission.registration.rules.refusals import WorkbookDamaged, WorkbookEmpty
from mission.registration.services.reading.formats import encoding_of, kind_of
from mission.registration.services.reading.unread import CellTexts, unread_cells

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
        workbook = CalamineWorkbook.from_path(path)
        place = _first_worksheet(workbook)
        sheet = workbook.get_sheet_by_index(place)
    except (CalamineError, OSError, IndexError, ValueError) as damaged:
        raise WorkbookDamaged() from damaged
    if sheet.start is None or sheet.end is None:
        raise WorkbookEmpty()
    rows = _sheet_rows(sheet, sheet.start[1])
    unread = unread_cells(path, place, width=sheet.end[1] + 1)
    return Table(_with_unread(rows, unread) if unread else rows, sheet.total_height)


def _first_worksheet(workbook: CalamineWorkbook) -> int:
    """Answer the place of the first sheet that is not a chart."""
    kinds = [sheet.typ for sheet in workbook.sheets_metadata]
    return kinds.index(SheetTypeEnum.WorkSheet)


def _sheet_rows(sheet: Any, first_column: int) -> Iterator[tuple[int, Row]]:
    """Answer the rows from the first of the sheet; calamine leaves out empty columns only."""
    left = [""] * first_column
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, left + row if left else row


def _with_unread(
    rows: Iterator[tuple[int, Row]], unread: CellTexts
) -> Iterator[tuple[int, Row]]:
    """Put the texts that calamine leaves out into their rows; some may stand below the last."""
    for number, row in rows:
        texts = unread.pop(number, None)
        yield number, _filled(row, texts) if texts else row
    for number, texts in sorted(unread.items()):
        yield number, _filled([], texts)


def _filled(row: Row, texts: dict[int, str]) -> Row:
    width = 1 + max(texts)
    filled = [*row, *[""] * (width - len(row))]
    for column, text in texts.items():
        if filled[column] == "":
            filled[column] = text
    return filled


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
