"""The workbook of refused rows: the same columns, and two more that say why."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter

from foundation.workbooks import text_cells
from mission.registration.presenters.sentences import row_reason_in_both
from mission.registration.rules.columns import CODE, REASON, read_header

# Excel takes a text that begins so for a formula when somebody edits it or saves it as CSV.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_767

RefusedCells = tuple[int, str, str]
"""Row number, code, original cells as a JSON array."""


def refused_workbook(header: Sequence[str], rows: Iterable[RefusedCells]) -> bytes:
    """Write refused rows as XLSX in the shape in which they came, with ``code`` and ``reason``.

    Every cell keeps its type and its text; a text that looks like a formula stays a text. When
    the workbook had those two columns already, they are written anew.
    """
    file = io.BytesIO()
    write_refused(file, header, rows)
    return file.getvalue()


def write_refused(file: BinaryIO, header: Sequence[str], rows: Iterable[RefusedCells]) -> None:
    """Write the same into an open binary file."""
    added = read_header(header).added
    kept = [place for place in range(len(header)) if place not in added]
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = _Sheet(workbook)
        sheet.write_row([header[place] for place in kept] + [CODE, REASON])
        for _number, code, text in rows:
            cells = json.loads(text)
            left = [cells[place] if place < len(cells) else "" for place in kept]
            beyond = cells[len(header) :]
            sheet.write_row([*left, code, row_reason_in_both(code), *beyond])


class _Sheet:
    """A sheet that is written row by row."""

    def __init__(self, workbook: Any) -> None:
        self.sheet = workbook.add_worksheet("refused")
        self.sheet.freeze_panes(1, 0)
        self.row = 0
        self.formats = {
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "whole": workbook.add_format({"num_format": "0"}),
            "text": workbook.add_format({"num_format": "@"}),
            "quoted": text_cells(workbook),
        }

    def write_row(self, cells: Iterable[Any]) -> None:
        """Write the next row."""
        for column, cell in enumerate(cells):
            if cell not in ("", None):
                self._write(column, cell)
        self.row += 1

    def _write(self, column: int, cell: Any) -> None:
        if isinstance(cell, dict):
            self._write_tagged(column, cell)
        elif isinstance(cell, bool):
            self.sheet.write_boolean(self.row, column, cell)
        elif isinstance(cell, (int, float)):
            self.sheet.write_number(self.row, column, cell, self.formats["whole"])
        else:
            self._write_text(column, str(cell))

    def _write_tagged(self, column: int, cell: dict[str, Any]) -> None:
        """Write a date or a moment as what it was; a time or a span as text."""
        ((kind, value),) = cell.items()
        if kind == "date":
            self._write_date(column, date.fromisoformat(value), "date", str(value))
        elif kind == "moment":
            self._write_date(column, datetime.fromisoformat(value), "moment", str(value))
        else:
            self._write_text(column, str(value))

    def _write_date(self, column: int, value: date, form: str, text: str) -> None:
        if value.year < 1900:
            self._write_text(column, text)
        else:
            self.sheet.write_datetime(self.row, column, value, self.formats[form])

    def _write_text(self, column: int, text: str) -> None:
        form = "quoted" if text.startswith(_FORMULA_SIGNS) else "text"
        self.sheet.write_string(self.row, column, text[:_LONGEST_CELL], self.formats[form])
