"""Spans between days, where months are short and years are leap."""

from datetime import date

import pytest

from foundation.dates import completed_years, months_later


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(2000, 2, 29), date(2027, 2, 28), 26),
        (date(2000, 2, 29), date(2027, 3, 1), 27),
        (date(2000, 5, 14), date(2027, 5, 14), 27),
        (date(1962, 5, 14), date(2027, 5, 14), 65),
        (date(1962, 5, 15), date(2027, 5, 14), 64),
    ],
)
def test_years_are_completed_on_the_day_itself(since, on, years):
    assert completed_years(since, on=on) == years


def test_months_end_on_the_last_day_of_a_shorter_month():
    assert months_later(date(2027, 5, 14), 6) == date(2027, 11, 14)
    assert months_later(date(2027, 8, 31), 6) == date(2028, 2, 29)
