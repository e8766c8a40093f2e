"""Dates in both calendars: Umm al-Qura beside Gregorian, in Arabic and in English."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone, translation
from hijridate import Gregorian, Hijri

from foundation.refusals import Refusal

_EASTERN_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

HIJRI_MONTHS = {
    "ar": (
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ),
    "en": (
        "Muharram",
        "Safar",
        "Rabi al-Awwal",
        "Rabi al-Thani",
        "Jumada al-Ula",
        "Jumada al-Akhirah",
        "Rajab",
        "Shaban",
        "Ramadan",
        "Shawwal",
        "Dhu al-Qidah",
        "Dhu al-Hijjah",
    ),
}
GREGORIAN_MONTHS = {
    "ar": (
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


class HijriDate(NamedTuple):
    """A day of the Umm al-Qura calendar; compares as days do."""

    year: int
    month: int
    day: int


class BadHijriDate(Refusal):
    """There is no such day, or it lies outside the published calendar (1343 to 1500)."""

    code = "bad_hijri_date"


def to_hijri(day: date | datetime) -> HijriDate:
    """Turn a Gregorian day into its Umm al-Qura day; a moment counts in the time zone set.

    Raises BadHijriDate outside 1343-01-01 (1924-08-01) to 1500-12-30 (2077-11-16).
    Source: the hijridate library, tables of the Umm al-Qura calendar.
    """
    plain = _day_of(day)
    try:
        return HijriDate(*Gregorian.fromdate(plain).to_hijri().datetuple())
    except OverflowError as beyond:
        raise BadHijriDate(date=plain.isoformat()) from beyond


def from_hijri(year: int, month: int, day: int) -> date:
    """Turn an Umm al-Qura day into its Gregorian day.

    Raises BadHijriDate for a day that the calendar does not have.
    """
    try:
        return date(*Hijri(year, month, day).to_gregorian().datetuple())
    except (OverflowError, ValueError) as wrong:
        raise BadHijriDate(date=f"{year}-{month}-{day}") from wrong


def format_hijri(day: date | datetime, *, language: str | None = None) -> str:
    """Say the Umm al-Qura day in words: ``٩ ذو الحجة ١٤٤٨ هـ`` or ``9 Dhu al-Hijjah 1448 AH``.

    language  ``ar`` or ``en``; the active one when not given
    """
    tongue = _tongue(language)
    hijri = to_hijri(day)
    words = f"{hijri.day} {HIJRI_MONTHS[tongue][hijri.month - 1]} {hijri.year}"
    return in_digits_of(f"{words} {'هـ' if tongue == 'ar' else 'AH'}", tongue)


def format_gregorian(day: date | datetime, *, language: str | None = None) -> str:
    """Say the Gregorian day in words: ``١٥ مايو ٢٠٢٧ م`` or ``15 May 2027``."""
    tongue = _tongue(language)
    plain = _day_of(day)
    words = f"{plain.day} {GREGORIAN_MONTHS[tongue][plain.month - 1]} {plain.year}"
    return in_digits_of(f"{words} م" if tongue == "ar" else words, tongue)


def format_both(day: date | datetime, *, language: str | None = None) -> str:
    """Say the day in both calendars, Hijri first; outside its tables, Gregorian alone."""
    tongue = _tongue(language)
    gregorian = format_gregorian(day, language=tongue)
    try:
        hijri = format_hijri(day, language=tongue)
    except BadHijriDate:
        return gregorian
    return f"{hijri}، {gregorian}" if tongue == "ar" else f"{hijri}, {gregorian}"


def in_digits_of(text: str, language: str | None = None) -> str:
    """Write the digits of a text as readers of the language write them."""
    return text.translate(_EASTERN_DIGITS) if _tongue(language) == "ar" else text


def _tongue(language: str | None) -> str:
    chosen = language or translation.get_language() or "en"
    return "ar" if chosen.startswith("ar") else "en"


def _day_of(day: date | datetime) -> date:
    if isinstance(day, datetime):
        return timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return day
