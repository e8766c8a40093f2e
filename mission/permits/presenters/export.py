"""The permits as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from foundation.workbooks import text_cells
from mission.permits.queries import PermitRow


def permits_workbook(rows: Iterable[PermitRow]) -> bytes:
    """Write permits as XLSX with a heading row; moments are ISO 8601, numbers are texts."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet("permits")
    text_format = text_cells(book)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 7, 22)
    headings = [
        _("Pilgrim"),
        _("Campaign's licence"),
        _("Application number"),
        _("Visa number"),
        _("Permit number"),
        _("Valid from"),
        _("Valid until"),
        _("State"),
    ]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading)
    for line, row in enumerate(rows, start=1):
        bounds = {
            "valid_from": row.valid_from.isoformat(),
            "valid_until": row.valid_until.isoformat(),
        }
        for column, text in enumerate((row._asdict() | bounds).values()):
            sheet.write_string(line, column, text, text_format)
    book.close()
    return target.getvalue()
