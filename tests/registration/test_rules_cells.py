"""Mending cells: what looks the same becomes the same, and nothing else changes."""

from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.registration.rules.cells import cell_text, mend_text
from mission.registration.rules.dates import read_date, read_moment

QATAR = ZoneInfo("Asia/Qatar")
in_sheet = partial(datetime, tzinfo=None)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("٢٧١٦٣٤٨٩١٨١", "27163489181"),
        ("۲۷۱۶۳۴۸۹۱۸۱", "27163489181"),
        ("  حسن   ناصر ", "حسن ناصر"),
        ("مـسفر", "مسفر"),
        ("راشدَ", "راشد"),
        ("\u200fعبدالرحمن\u200e", "عبدالرحمن"),
        ("\u200bشيخة", "شيخة"),
        ("\ufeffF1", "F1"),
        ("a\u00a0b\tc\nd", "a b c d"),
        ("أنثى", "أنثى"),
        ("\u0627\u0654نثى", "أنثى"),
        ("José", "José"),
        ("=1+1", "=1+1"),
        ("a\0b", "ab"),
        ("\u200f \u200b", ""),
        ("2706\u00ad3400\u034f001\ufe0f", "27063400001"),
        ("حسن\u08f0 ناصر", "حسن ناصر"),
    ],
)
def test_a_text_is_mended_without_changing_its_letters(written, kept):
    assert mend_text(written) == kept


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (27163489181.0, "27163489181"),
        (12345678, "12345678"),
        (3.5, "3.5"),
        (True, "1"),
        (False, "0"),
        (None, ""),
        (date(2027, 5, 14), "2027-05-14"),
    ],
)
def test_a_cell_of_any_type_has_a_text(cell, text):
    assert cell_text(cell) == text


@given(st.text())
def test_mending_twice_changes_nothing_more(text):
    assert mend_text(mend_text(text)) == mend_text(text)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(1971, 4, 11), date(1971, 4, 11)),
        (in_sheet(1971, 4, 11, 8, 30), date(1971, 4, 11)),
        ("1971-04-11", date(1971, 4, 11)),
        ("11/04/1971", date(1971, 4, 11)),
        ("11-04-1971", date(1971, 4, 11)),
        ("١١/٠٤/١٩٧١", date(1971, 4, 11)),
        (" 1971-04-11 ", date(1971, 4, 11)),
        (36526.0, date(2000, 1, 1)),
        (36526.75, date(2000, 1, 1)),
        ("1448/12/08", date(2027, 5, 14)),
        ("1448-12-08", date(2027, 5, 14)),
        ("08/12/1448", date(2027, 5, 14)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_dates_are_read_in_every_spelling_that_is_published(cell, day):
    assert read_date(cell) == day


@pytest.mark.parametrize(
    "cell",
    [
        *("1960-13-01", "2028-02-30", "2027-02-29", "00/00/0000", "1390/13/40", "1448/11/30"),
        *("soon", "n/a", "1971", 1971.0, "36526", "2001/08/10", "15-03-1445", "5/7/1990"),
        *("1971-04/11", "1200/01/01", "1501-00-01", "19710411", 19710411.0, True, -5.0, 1e12),
    ],
)
def test_what_is_no_date_is_not_guessed(cell):
    assert read_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-10-02 22:10:32", datetime(2026, 10, 2, 19, 10, 32, tzinfo=UTC)),
        ("2026-10-02T22:10:32", datetime(2026, 10, 2, 19, 10, 32, tzinfo=UTC)),
        ("2026-10-02 22:10", datetime(2026, 10, 2, 19, 10, tzinfo=UTC)),
        ("02/10/2026 9:05", datetime(2026, 10, 2, 6, 5, tzinfo=UTC)),
        ("2026-10-02", datetime(2026, 10, 1, 21, 0, tzinfo=UTC)),
        ("2026-10-02 22:10:32Z", datetime(2026, 10, 2, 22, 10, 32, tzinfo=UTC)),
        ("2026-10-02 22:10:32+05:30", datetime(2026, 10, 2, 16, 40, 32, tzinfo=UTC)),
        ("٢٠٢٦-١٠-٠٢ ٢٢:١٠:٣٢", datetime(2026, 10, 2, 19, 10, 32, tzinfo=UTC)),
        ("1448-04-21 22:10", datetime(2026, 10, 2, 19, 10, tzinfo=UTC)),
        (in_sheet(2026, 10, 2, 22, 10, 32), datetime(2026, 10, 2, 19, 10, 32, tzinfo=UTC)),
        (date(2026, 10, 2), datetime(2026, 10, 1, 21, 0, tzinfo=UTC)),
        (46297.5, datetime(2026, 10, 2, 9, 0, tzinfo=UTC)),
        (
            in_sheet(2026, 10, 2, 22, 10, 31, 999_999),
            datetime(2026, 10, 2, 19, 10, 32, tzinfo=UTC),
        ),
    ],
)
def test_moments_are_in_the_seasons_time_zone(cell, moment):
    assert read_moment(cell, QATAR) == moment


@pytest.mark.parametrize(
    "cell",
    ["2026-10-02 25:10", "2026-13-02 10:10", "yesterday", "22:10", "2026-10-02 22", True],
)
def test_what_is_no_moment_is_not_guessed(cell):
    assert read_moment(cell, QATAR) is None


@given(st.dates(date(1925, 1, 1), date(2076, 1, 1)))
def test_every_day_comes_back_from_both_calendars(day):
    from hijridate import Gregorian

    hijri = Gregorian.fromdate(day).to_hijri()
    assert read_date(day.isoformat()) == day
    assert read_date(day.strftime("%d/%m/%Y")) == day
    assert read_date(f"{hijri.year}/{hijri.month:02d}/{hijri.day:02d}") == day


@given(st.text(alphabet="0123456789/-: T٠٩", max_size=20))
def test_no_text_of_digits_breaks_the_reading(text):
    assert read_date(text) is None or isinstance(read_date(text), date)
    moment = read_moment(text, QATAR)
    assert moment is None or moment.tzinfo is UTC
