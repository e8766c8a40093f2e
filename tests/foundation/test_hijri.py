"""Both calendars: known days, there and back, and the words around them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from foundation.hijri import (
    BadHijriDate,
    HijriDate,
    format_both,
    format_gregorian,
    format_hijri,
    from_hijri,
    to_hijri,
)

FIRST, LAST = date(1924, 8, 1), date(2077, 11, 16)


# Arafah days as announced for past seasons, and the published Umm al-Qura table for 1448.
@pytest.mark.parametrize(
    ("day", "hijri"),
    [
        (date(2022, 7, 8), (1443, 12, 9)),
        (date(2023, 6, 27), (1444, 12, 9)),
        (date(2024, 6, 15), (1445, 12, 9)),
        (date(2025, 6, 5), (1446, 12, 9)),
        (date(2027, 5, 15), (1448, 12, 9)),
    ],
)
def test_known_days(day, hijri):
    assert to_hijri(day) == HijriDate(*hijri)
    assert from_hijri(*hijri) == day


@given(st.dates(FIRST, LAST))
def test_there_and_back_is_the_same_day(day):
    assert from_hijri(*to_hijri(day)) == day


@given(st.dates(FIRST, date(2077, 11, 15)))
def test_the_next_day_is_later_in_both(day):
    assert to_hijri(date.fromordinal(day.toordinal() + 1)) > to_hijri(day)


def test_a_moment_counts_where_the_mission_is(settings):
    settings.TIME_ZONE = "Asia/Riyadh"
    late = datetime(2027, 5, 14, 22, 30, tzinfo=UTC)
    assert to_hijri(late) == (1448, 12, 9)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2077, 11, 17), date(2200, 1, 1)])
def test_days_outside_the_tables_are_refused_but_still_written(day):
    with pytest.raises(BadHijriDate):
        to_hijri(day)
    assert format_both(day, language="en") == format_gregorian(day, language="en")


@pytest.mark.parametrize("parts", [(1448, 13, 1), (1448, 1, 31), (1200, 1, 1), (1448, 0, 1)])
def test_hijri_days_that_do_not_exist_are_refused(parts):
    with pytest.raises(BadHijriDate):
        from_hijri(*parts)


def test_both_calendars_in_words():
    day = date(2027, 5, 15)
    assert format_hijri(day, language="en") == "9 Dhu al-Hijjah 1448 AH"
    assert format_hijri(day, language="ar") == "٩ ذو الحجة ١٤٤٨ هـ"
    assert format_gregorian(day, language="ar") == "١٥ مايو ٢٠٢٧ م"
    assert format_both(day, language="en") == "9 Dhu al-Hijjah 1448 AH, 15 May 2027"


def test_the_active_language_is_the_default():
    with translation.override("ar"):
        assert format_both(date(2027, 5, 15)) == "٩ ذو الحجة ١٤٤٨ هـ، ١٥ مايو ٢٠٢٧ م"
