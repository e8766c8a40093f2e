"""What was typed against what the passport says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mission.people.rules.mrz import parse_mrz
from mission.people.rules.mrz_making import make_mrz
from mission.people.rules.passport_check import Stated, mismatches, names_agree
from tests.passports import NOORA

TYPED = make_mrz(replace(NOORA, given_names="Noora Ahmad Abdullah"))
ZONE = parse_mrz("\n".join(TYPED), on=date(2026, 11, 25))
SAME = Stated(
    passport_no="k1234567",
    passport_expires_date=date(2031, 3, 8),
    birth_date=date(1961, 3, 9),
    sex="F",
    nationality="QAT",
    name_en="Noura Ahmed Abd Allah Al Kuwari",
    name_ar="نورة أحمد عبدالله الكواري",
)


def test_the_same_particulars_differ_nowhere():
    assert mismatches(SAME, ZONE) == []
    assert mismatches(Stated(), ZONE) == []


def test_every_field_that_differs_is_told_with_both_sides():
    other = Stated(
        passport_no="K7654321",
        passport_expires_date=date(2031, 8, 3),
        birth_date=date(1961, 9, 3),
        sex="M",
        nationality="EGY",
        name_en="Mariam Al Kuwari",
        name_ar="مريم سالم",
    )
    found = mismatches(other, ZONE)
    assert [each.field for each in found] == [
        *("nationality", "sex", "birth_date", "passport_no", "passport_expires_date"),
        *("name_en", "name_ar"),
    ]
    assert (found[2].typed, found[2].read) == ("1961-09-03", "1961-03-09")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("محمد بن سعيد الهاجري", "MOHAMMED SAEED AL HAJRI"),
        ("عبدالرحمن يوسف", "ABDULRAHMAN YOUSUF"),
        ("Hajri Mohamed", "MOHAMMED AL HAJRI"),
        ("فاطمة علي حسن الأنصاري", "FATIMA ALANSARI"),
        ("فاطمة", "FATIMA"),
    ],
)
def test_names_agree_in_any_spelling(typed, printed):
    assert names_agree(typed, printed)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("محمد سعيد الهاجري", "KHALID SAEED AL HAJRI"),
        ("نورة", "NOORA AHMAD AL KUWARI"),
        ("Noora Noora", "NOORA AHMAD"),
        ("!!", "NOORA"),
    ],
)
def test_other_names_do_not(typed, printed):
    assert not names_agree(typed, printed)


def test_the_last_word_of_a_cut_name_is_not_held_against_anybody():
    assert names_agree("Noora Ahmad Abdulaziz", "NOORA AHMAD ABDULAZ", is_cut=True)
