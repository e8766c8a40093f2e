"""Dates and moments as people write them in a workbook, Gregorian and Hijri."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from hijridate import Hijri

from mission.registration.rules.cells import cell_text

# A year below this is a Hijri year (Umm al-Qura).
FIRST_GREGORIAN_YEAR = 1500

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{2})([-/])([0-9]{2})\2([0-9]{4})")
_MOMENT = re.compile(
    r"(?P<day>[0-9/-]{10})"
    r"(?:[ T](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r" ?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
# Excel counts days from here (its 1900 leap year included). A number below _FIRST_SERIAL
# (2 January 1910) is rather a year that somebody typed alone.
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (a cell has no time zone)
_FIRST_SERIAL, _LAST_SERIAL = 3655, 2_958_466


def read_date(cell: object) -> date | None:
    """Read a day; None when it is unreadable or does not exist.

    Gregorian: a date cell, the number of one, YYYY-MM-DD, DD/MM/YYYY, DD-MM-YYYY. Hijri, with
    a year below 1500: YYYY/MM/DD, YYYY-MM-DD, DD/MM/YYYY.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)):
        moment = _from_serial(cell)
        return moment.date() if moment else None
    return _written_date(cell_text(cell))


def read_moment(cell: object, zone: tzinfo) -> datetime | None:
    """Read a date and time; without a zone of its own it is in ``zone``. Answer it in UTC.

    A day without a time is its first moment. None when unreadable or impossible.
    """
    if isinstance(cell, datetime):
        naive: datetime | None = _to_the_second(cell)
    elif isinstance(cell, date):
        naive = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    elif isinstance(cell, (int, float)):
        naive = _from_serial(cell)
    else:
        return _written_moment(cell_text(cell), zone)
    return _in_utc(naive, zone) if naive else None


def _from_serial(number: float) -> datetime | None:
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        return None
    return _to_the_second(_EXCEL_EPOCH + timedelta(days=number))


def _to_the_second(moment: datetime) -> datetime:
    """Round away what a fraction of a day in binary cannot hold."""
    if not moment.microsecond:
        return moment
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _written_date(text: str) -> date | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        year, mark, month, day = match.groups()
        return _existing(int(year), int(month), int(day), hijri_only=mark == "/")
    match = _DAY_FIRST.fullmatch(text)
    if match:
        day, mark, month, year = match.groups()
        return _existing(int(year), int(month), int(day), gregorian_only=mark == "-")
    return None


def _existing(
    year: int, month: int, day: int, *, hijri_only: bool = False, gregorian_only: bool = False
) -> date | None:
    is_hijri = year < FIRST_GREGORIAN_YEAR
    if (hijri_only and not is_hijri) or (gregorian_only and is_hijri):
        return None
    try:
        if is_hijri:
            return date(*Hijri(year, month, day).to_gregorian().datetuple())
        return date(year, month, day)
    except (OverflowError, ValueError):
        return None


def _written_moment(text: str, zone: tzinfo) -> datetime | None:
    match = _MOMENT.fullmatch(text)
    day = _written_date(match["day"]) if match else None
    if match is None or day is None:
        return None
    try:
        naive = datetime(  # noqa: DTZ001
            day.year,
            day.month,
            day.day,
            int(match["hour"] or 0),
            int(match["minute"] or 0),
            int(match["second"] or 0),
        )
    except ValueError:
        return None
    return _in_utc(naive, _zone_of(match["zone"]) or zone)


def _zone_of(text: str | None) -> tzinfo | None:
    if not text:
        return None
    return datetime.strptime(text.replace(":", ""), "%z").tzinfo


def _in_utc(naive: datetime, zone: tzinfo) -> datetime | None:
    try:
        return naive.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None
