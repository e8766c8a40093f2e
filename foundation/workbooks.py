"""Workbooks that we write: texts stay texts, whatever they begin with."""

from __future__ import annotations

from typing import Any


def text_cells(book: Any) -> Any:
    """Make the format of cells that hold text, for an xlsxwriter workbook.

    The quote prefix goes along when somebody saves the sheet as CSV or edits the cell; without
    it ``=1+1`` of an applicant would then be worked out.
    """
    return book.add_format({"num_format": "@", "quote_prefix": True})
