"""Workbooks and texts for the tests of this folder."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

KEYS = (
    "file_no role relation national_id nationality sex birth_date name_ar name_en passport_no "
    "passport_expiry mobile resident_since last_hajj_year refused_seasons fitness_certificate "
    "submitted_at"
).split()

LEAD = {
    "file_no": "F1",
    "role": "lead",
    "relation": "self",
    "national_id": "27063400001",
    "nationality": "QAT",
    "sex": "M",
    "birth_date": "1970-05-01",
    "name_ar": "حسن ناصر مبارك المري",
    "name_en": "Hassan Nasser Mubarak Al-Marri",
    "passport_no": "P1234567",
    "passport_expiry": "2033-01-01",
    "mobile": "+97455123456",
    "resident_since": "",
    "last_hajj_year": "",
    "refused_seasons": "",
    "fitness_certificate": "yes",
    "submitted_at": "2026-10-10 14:20:55",
}
COMPANION = LEAD | {
    "role": "companion",
    "relation": "wife",
    "national_id": "27263400002",
    "birth_date": "1972-03-04",
    "sex": "F",
    "name_ar": "مريم حمد الكواري",
    "name_en": "Maryam Hamad Al-Kuwari",
    "passport_no": "P7654321",
    "mobile": "",
}


def lead(number: int = 1, **changes: object) -> dict[str, object]:
    """Answer the row of a lead; each number is another person with another file."""
    own = {"file_no": f"F{number}", "national_id": f"270634{number:05d}"}
    return LEAD | own | {"passport_no": f"P{1_000_000 + number}"} | changes


def companion(number: int, of: int = 1, **changes: object) -> dict[str, object]:
    """Answer the row of a companion in the file of lead ``of``."""
    own = {"file_no": f"F{of}", "national_id": f"272634{number:05d}"}
    return COMPANION | own | {"passport_no": f"C{1_000_000 + number}"} | changes


def xlsx(rows: list[dict[str, object]], header: list[str] | None = None) -> bytes:
    """Write rows as XLSX; an empty dictionary is a blank row."""
    file = io.BytesIO()
    columns = header or KEYS
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                cell = row.get(column.strip().lower(), "")
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                elif cell not in ("", None) or isinstance(cell, bool):
                    sheet.write(number, place, cell)
    return file.getvalue()


def csv_text(rows: list[dict[str, object]], separator: str = ",") -> str:
    """Write rows as text; cells with separators or line ends are quoted."""

    def quoted(cell: object) -> str:
        text = str(cell)
        if any(sign in text for sign in (separator, '"', "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text

    lines = [separator.join(KEYS)]
    lines += [separator.join(quoted(row.get(key, "")) for key in KEYS) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder and answer its path."""
    path = folder / name
    path.write_bytes(content)
    return path
