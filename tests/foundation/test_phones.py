"""Telephone numbers as people write them."""

from __future__ import annotations

import pytest

from foundation.phones import BadPhone, format_phone, parse_phone


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("5551 2345", "QA", "+97455512345"),
        ("٥٥٥١٢٣٤٥", "QA", "+97455512345"),
        ("+974 5551-2345", "SA", "+97455512345"),
        ("00974 55512345", "QA", "+97455512345"),
        ("\u200e+974 5551 2345\u200f", "QA", "+97455512345"),
        ("0501234567", "SA", "+966501234567"),
        ("۰۵۰۱۲۳۴۵۶۷", "SA", "+966501234567"),
    ],
)
def test_a_number_becomes_e164(text, region, number):
    assert parse_phone(text, region) == number


@pytest.mark.parametrize("text", ["", "abc", "123", "+974", "+97412", "5551 2345 678 999", "؟"])
def test_what_cannot_be_called_is_refused(text):
    with pytest.raises(BadPhone):
        parse_phone(text, "QA")


def test_a_fixed_line_is_refused_where_a_message_must_arrive():
    assert parse_phone("4444 1234", "QA") == "+97444441234"
    with pytest.raises(BadPhone):
        parse_phone("4444 1234", "QA", mobile_only=True)
    assert parse_phone("5551 2345", "QA", mobile_only=True) == "+97455512345"


def test_numbers_are_written_for_reading():
    assert format_phone("+97455512345", region="QA") == "5551 2345"
    assert format_phone("+97455512345", region="SA") == "+974 5551 2345"
    assert format_phone("no number") == "no number"
