"""Numbers as the reader writes them: digits, separators, percent, sizes and durations."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import get_language, ngettext

EASTERN = "٠١٢٣٤٥٦٧٨٩"
_TO_EASTERN = str.maketrans("0123456789", EASTERN)
_TO_WESTERN = str.maketrans(EASTERN + "۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_ARABIC_MARKS = str.maketrans({",": "٬", ".": "٫"})
_LETTER_MARK = "\u061c"  # keeps a minus sign on the right side of Arabic digits


def reads_arabic() -> bool:
    """Answer whether the active language is Arabic."""
    return (get_language() or "").startswith("ar")


def reader_digits(text: str) -> str:
    """Write the digits of a text as the reader's language has them; not for codes to type."""
    return text.translate(_TO_EASTERN) if reads_arabic() else text


def western_digits(text: str) -> str:
    """Write every digit of a text as 0–9, whichever kind was typed."""
    return text.translate(_TO_WESTERN)


def format_number(value: float | Decimal, *, decimals: int = 0) -> str:
    """Write a number with separators: ``20,774`` or ``٢٠٬٧٧٤``."""
    text = f"{value:,.{decimals}f}"
    if not reads_arabic():
        return text.replace("-", "−")
    written = text.translate(_ARABIC_MARKS).translate(_TO_EASTERN)
    return f"{_LETTER_MARK}{written}" if written.startswith("-") else written


def format_share(part: float, whole: float, *, decimals: int = 0) -> str:
    """Write a part of a whole in percent: ``64%`` or ``٦٤٪``; nothing of nothing is 0."""
    share = 100 * part / whole if whole else 0.0
    return format_number(share, decimals=decimals) + ("٪" if reads_arabic() else "%")


def format_bytes(size_bytes: int) -> str:
    """Write a file's size in the unit that leaves one to three digits."""
    units = ("بايت", "ك.ب", "م.ب", "غ.ب") if reads_arabic() else ("B", "kB", "MB", "GB")
    power = min(len(units) - 1, (len(str(size_bytes)) - 1) // 3)
    size = size_bytes / 1000**power
    return f"{format_number(size, decimals=1 if power > 1 else 0)} {units[power]}"


def format_duration(length: timedelta) -> str:
    """Write a length of time in its largest unit: ``41 minutes``, ``٣ أيام``."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < 60:
        return _counted(ngettext("%(count)s second", "%(count)s seconds", seconds), seconds)
    if seconds < 3600:
        minutes = seconds // 60
        return _counted(ngettext("%(count)s minute", "%(count)s minutes", minutes), minutes)
    if seconds < 86_400:
        hours = seconds // 3600
        return _counted(ngettext("%(count)s hour", "%(count)s hours", hours), hours)
    days = seconds // 86_400
    return _counted(ngettext("%(count)s day", "%(count)s days", days), days)


def _counted(pattern: str, count: int) -> str:
    return pattern % {"count": format_number(count)}
