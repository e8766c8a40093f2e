"""Answers typed on a phone, judged as the same cells of a workbook are."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.registration.rules.answers import as_row, read_answer, read_person, typed
from mission.registration.rules.columns import KEYS, read_header
from mission.registration.rules.districts import Districts
from mission.registration.rules.early import early_answer, full_answer
from mission.registration.rules.eligibility import EligibilityRules, LeadClass
from mission.registration.rules.mahram import Relative, mahrams
from mission.registration.rules.row_checks import RowCheck
from mission.registration.rules.screens import (
    COMPANION_SCREENS,
    LEAD_SCREENS,
    asked,
    fields_of,
    neighbours,
    screen_of_field,
)
from tests.registration.drafts import COMPANION, LEAD
from tests.registration.rules import RULES

OWN = {"national_id": "27063400001", "mobile": "+97455123456"}
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

ELIGIBILITY = EligibilityRules(
    hijri_year=1448,
    reference_date=date(2027, 5, 14),
    classes=(
        LeadClass("home", frozenset({"QAT"}), 18, 0, False, 5, 3),
        LeadClass("others", frozenset({"*"}), 45, 15, True, 0, 1),
    ),
    companion_age_from=12,
    passport_until=date(2027, 11, 14),
    fitness_required=True,
)

cell = st.one_of(
    st.sampled_from(
        [
            *("", "yes", "no", "QAT", "IND", "M", "F", "wife", "1/5/1970", "2033-01-01"),
            *("1391/09/17", "31/02/1970", "27063400001", "P1234567", "12", "1446", "x"),
        ]
    ),
    st.text(max_size=12),
)
typed_answers = st.fixed_dictionaries(
    {}, optional=dict.fromkeys({*fields_of("LEAD"), *fields_of("COMPANION")}, cell)
)


def test_a_complete_lead_and_a_complete_companion_have_no_problems():
    assert read_person("LEAD", LEAD | OWN, RULES).problems == {}
    companion = COMPANION | {"national_id": "27263400002"}
    assert read_person("COMPANION", companion, RULES).problems == {}


@given(typed_answers, st.sampled_from(["LEAD", "COMPANION"]))
def test_whoever_is_complete_would_pass_as_a_row_of_a_workbook(changes, role):
    base = LEAD | OWN if role == "LEAD" else COMPANION | {"national_id": "27263400002"}
    answers = base | changes
    read = read_person(role, answers, RULES)
    if not read.is_complete:
        return
    sheet = {key: typed(key, answers.get(key, "")) for key in KEYS}
    sheet |= {"file_no": "F1", "role": role.lower(), "submitted_at": "2026-10-10"}
    if role == "LEAD":
        sheet["relation"] = "self"
    if answers["hajj_before"] == "no":
        sheet["last_hajj_year"] = ""
    row = RowCheck(read_header(KEYS), RULES).check([sheet[key] for key in KEYS])
    assert row.code == ""
    mine = as_row(role, read.values)
    assert mine[1:16] == row.values[1:16]


@given(typed_answers)
def test_no_answer_whatever_it_is_breaks_the_reading(changes):
    for role in ("LEAD", "COMPANION"):
        read = read_person(role, changes, RULES)
        assert set(read.problems).isdisjoint(read.values) or "birth_date" in read.problems


@given(st.dates(date(1910, 1, 1), date(2030, 12, 31)), st.sampled_from("/-."), st.booleans())
def test_a_day_is_understood_in_either_digits_with_or_without_zeros(day, mark, eastern):
    for text in (
        f"{day.day}{mark}{day.month}{mark}{day.year}",
        f"{day.day:02}{mark}{day.month:02}{mark}{day.year}",
        f"{day.year}{mark}{day.month}{mark}{day.day}",
    ):
        written = text.translate(EASTERN) if eastern else text
        assert read_answer("birth_date", written, RULES) == (day, "")


def test_a_hijri_day_is_understood():
    assert read_answer("birth_date", "1391/9/17", RULES) == (date(1971, 11, 5), "")
    assert read_answer("birth_date", "17/9/1391", RULES) == (date(1971, 11, 5), "")


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"birth_date": "1/5/1971"}, {"birth_date": "birth_mismatch"}),
        ({"nationality": "IND"}, {"resident_since": "missing:resident_since"}),
        ({"nationality": "IND", "resident_since": "1/9/2004"}, {}),
        ({"hajj_before": "yes"}, {"last_hajj_year": "missing:last_hajj_year"}),
        (
            {"hajj_before": "yes", "last_hajj_year": "2019"},
            {"last_hajj_year": "bad_number:last_hajj_year"},
        ),
        ({"hajj_before": "no", "last_hajj_year": "nonsense"}, {}),
        ({"name_ar": ""}, {}),
        ({"name_ar": "", "name_en": ""}, {"name_ar": "missing:name_ar"}),
        ({"name_ar": "ا" * 301}, {"name_ar": "too_long:name_ar"}),
        ({"passport_no": "A1"}, {"passport_no": "bad_passport"}),
        ({"mobile": ""}, {"mobile": "missing:mobile"}),
        (
            {"companions_planned": "1000"},
            {"companions_planned": "bad_number:companions_planned"},
        ),
        ({"district": ""}, {"district": "missing:district"}),
        ({"district": "Atlantis"}, {"district": "unknown_district"}),
        ({"district": "الريان"}, {}),
        ({"hajj_before": "perhaps"}, {"hajj_before": "bad_choice:hajj_before"}),
    ],
)
def test_what_is_missing_or_wrong_is_named(changes, problems):
    assert read_person("LEAD", LEAD | OWN | changes, RULES).problems == problems


def test_a_season_without_districts_asks_for_none():
    nobody_asks = replace(RULES, districts=Districts())
    read = read_person("LEAD", LEAD | OWN | {"district": "Atlantis"}, nobody_asks)
    assert read.is_complete
    assert "district" not in read.values
    assert "district" not in asked(fields_of("LEAD"), districts=False)


def test_a_companion_is_not_asked_for_a_district():
    assert "district" not in fields_of("COMPANION")


def early(**changes):
    read = read_person("LEAD", LEAD | OWN | changes, RULES)
    return early_answer(read, ELIGIBILITY, home_nationality="QAT")


def test_the_early_answer_waits_for_what_decides():
    assert not early(birth_date="").is_known
    assert not early(nationality="IND").is_known
    assert not early(hajj_before="yes").is_known


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, ()),
        ({"hajj_before": "yes", "last_hajj_year": "1446"}, ("lead_recent_hajj",)),
        ({"companions_planned": "4"}, ("too_many_companions",)),
        (
            {"nationality": "IND", "resident_since": "1/9/2020", "companions_planned": "0"},
            ("lead_short_residence",),
        ),
        ({"passport_expiry": "2026-12-01", "fitness_certificate": "no"}, ()),
    ],
)
def test_the_early_answer_names_what_stands_against_it(changes, codes):
    assert early(**changes).codes == codes


@given(typed_answers)
def test_the_full_answer_never_takes_back_what_the_early_one_said(changes):
    answers = LEAD | OWN | changes | {"companions_planned": "0"}
    read = read_person("LEAD", answers, RULES)
    whole = full_answer([read], ELIGIBILITY)
    if whole.is_known:
        said = early_answer(read, ELIGIBILITY, home_nationality="QAT")
        assert said.is_known
        assert set(said.codes) <= set(whole.codes)


@pytest.mark.parametrize(
    ("role", "screens"), [("LEAD", LEAD_SCREENS), ("COMPANION", COMPANION_SCREENS)]
)
def test_screens_follow_each_other_and_every_field_has_one(role, screens):
    keys = [screen.key for screen in screens]
    walked, key = [keys[0]], keys[0]
    while after := neighbours(role, key)[1]:
        assert neighbours(role, after)[0] == key
        walked.append(after)
        key = after
    assert walked == keys
    for field in fields_of(role):
        assert field in next(s for s in screens if s.key == screen_of_field(role, field)).fields


def test_mahrams_are_told_as_far_as_the_relations_go():
    lead = Relative("lead", "SELF", "M")
    wife, son, other = (
        Relative("wife", "WIFE", "F"),
        Relative("son", "SON", "M"),
        Relative("other", "OTHER", "F"),
    )
    assert mahrams([lead, wife, son, other]) == {"wife": ["lead"], "other": []}
    woman = Relative("lead", "SELF", "F")
    assert mahrams([woman, son]) == {"lead": ["son"]}
