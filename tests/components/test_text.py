"""Words, numbers and dates as readers of each language see them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from foundation import clock, numerals


def drawn(source, language="en", **context):
    with translation.override(language):
        return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        (20_774, "20,774", "٢٠٬٧٧٤"),
        (0, "0", "٠"),
        (-5, "−5", "\u061c-٥"),
    ],
)
def test_number_has_the_readers_digits_and_separators(value, english, arabic):
    assert drawn("{% number v %}", "en", v=value) == english
    assert drawn("{% number v %}", "ar", v=value) == arabic


def test_number_that_is_missing_is_a_dash_and_not_none():
    assert drawn("{% number v %}", v=None) == "–"


def test_share_of_nothing_is_nothing_and_not_an_error():
    assert drawn("{% share 0 0 %}") == "0%"
    assert drawn("{% share 3 4 %}", "ar") == "٧٥٪"


@pytest.mark.parametrize("text", ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
def test_typed_digits_of_every_kind_become_western(text):
    assert numerals.western_digits(text) == "0123456789"


def test_date_stands_in_both_calendars_hijri_first():
    page = drawn("{% date d %}", d=date(2027, 5, 15))
    assert page.index("1448 AH") < page.index("May 2027")
    assert 'datetime="2027-05-15"' in page


def test_moment_is_shown_in_the_missions_time_zone():
    page = drawn(
        '{% datetime d only="gregorian" %}', d=datetime(2027, 5, 15, 22, 30, tzinfo=UTC)
    )
    assert "16 May 2027" in page
    assert "01:30" in page


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=1), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=41), "41 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_age_is_said_in_its_largest_unit(age, said):
    assert f">{said}<" in drawn("{% ago d %}", d=clock.now() - age)


def test_code_in_arabic_keeps_its_letters_and_its_direction():
    page = drawn("{% code v %}", "ar", v="7K3P-9QXM")
    assert page == '<bdi class="code" dir="ltr">7K3P-9QXM</bdi>'


def test_names_from_outside_are_escaped():
    assert "<script>" not in drawn("{% bdi v %}{% tag v %}{% fact v v %}", v="<script>")


def test_state_without_a_word_still_says_something_to_a_screen_reader():
    assert "visually-hidden" in drawn('{% tag "" "bad" %}')


@pytest.mark.parametrize(
    ("size", "said"), [(512, "512 B"), (5_242_880, "5.2 MB"), (2_000_000_000, "2.0 GB")]
)
def test_size_of_a_file_is_said_in_a_unit_for_people(size, said):
    assert drawn("{{ v|file_size }}", v=size) == said
