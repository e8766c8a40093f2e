"""Cells of a workbook as text: what looks the same to a reader becomes the same."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

_DIGITS = {
    ord(digit): str(value)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
    for value, digit in enumerate(digits)
}
# Bidi marks, zero-width characters (soft hyphens, joiners and variation selectors among them),
# tatweel, and the NUL that no database holds.
_INVISIBLE = [
    0x0000,
    0x00AD,
    0x034F,
    0x0640,
    0x061C,
    0x180E,
    0xFEFF,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
]
# Harakat and the other marks that stand above or below an Arabic letter (Unicode category Mn).
_MARKS = [
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5),
    *range(0x06E7, 0x06E9),
    *range(0x06EA, 0x06EE),
    *range(0x0898, 0x08A0),
    *range(0x08CA, 0x08E2),
    *range(0x08E3, 0x0900),
]
_MENDED: dict[int, str | None] = {**_DIGITS, **dict.fromkeys([*_INVISIBLE, *_MARKS])}
_TO_MEND = re.compile("[" + "".join(map(re.escape, map(chr, _MENDED))) + "]")


def mend_text(text: str) -> str:
    """Write digits as 0-9, drop marks that nobody reads, and single the spaces.

    Letters stay as they were typed: a name is shown as in the passport.
    """
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if _TO_MEND.search(text):
            text = text.translate(_MENDED)
    elif "\0" in text:
        text = text.replace("\0", "")
    return " ".join(text.split())


def cell_text(cell: object) -> str:
    """Answer the text of a cell of any type, mended; empty for an empty cell.

    A whole number has no decimals, truth is 1 and 0, a date is ISO 8601.
    """
    if type(cell) is str:
        return mend_text(cell)
    if isinstance(cell, (bool, int, float)):
        return number_text(cell)
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return "" if cell is None else mend_text(str(cell))


def number_text(number: float) -> str:
    """Write a number as a person would type it: a whole one without a point or an exponent."""
    if isinstance(number, float) and not number.is_integer():
        return repr(number)
    return str(int(number))
