"""Rule values: their kinds, what is typed, what is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.season.rules import (
    KEYS,
    BadRuleValue,
    RuleKey,
    check_values,
    key_named,
    read_value,
    write_value,
)

FIXTURE = Path("mission/season/fixtures/season-1448.json")


def values():
    plan = json.loads(FIXTURE.read_text())
    return {key: entry["value"] for key, entry in plan["values"].items()}


def test_sample_season_sets_every_key_that_the_program_asks_for():
    check_values(values())


def test_every_value_of_the_sample_season_names_its_source():
    plan = json.loads(FIXTURE.read_text())
    assert all(entry["source"].strip() for entry in plan["values"].values())


@pytest.mark.parametrize("key", [key.key for key in KEYS])
def test_a_missing_value_is_refused_by_its_key(key):
    given_values = values()
    del given_values[key]
    with pytest.raises(BadRuleValue) as refusal:
        check_values(given_values)
    assert refusal.value.facts == {"key": key}


@pytest.mark.parametrize("key", [key.key for key in KEYS])
def test_a_value_reads_back_as_it_was_written(key):
    value = values()[key]
    assert read_value(write_value(value), key=key_named(key)) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "-1"),
        ("number", "many"),
        ("number", "1.5"),
        ("flag", "perhaps"),
        ("moment", "2027-04-22T00:00:00"),
        ("moment", "tomorrow"),
        ("text", "   "),
        ("structure", "{"),
        ("structure", "12"),
        ("numbers", "4 six"),
        ("numbers", "4, 6"),
        ("numbers", "-4"),
        ("places", "doha | Doha"),
        ("places", "Doha | الدوحة | Doha"),
        ("places", "doha | الدوحة | "),
        ("places", "doha | الدوحة، قطر | Doha"),
        ("places", "doha | الدوحة | Doha\nrayyan | الريان | Al-Doha"),
        ("places", "doha | الدوحة | Doha\nrayyan | دوحة | Rayyan"),
    ],
)
def test_what_is_not_of_its_kind_is_refused(kind, typed):
    with pytest.raises(BadRuleValue):
        read_value(typed, key=RuleKey("any", kind, "gates"))


@given(st.integers(min_value=0, max_value=10**9))
def test_numbers_may_be_typed_in_arabic_digits(number):
    arabic = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert read_value(f" {arabic} ", key=RuleKey("any", "number", "gates")) == number


def test_a_number_below_the_least_is_refused():
    with pytest.raises(BadRuleValue):
        read_value("0", key=RuleKey("any", "number", "gates", least=1))


def test_numbers_are_written_one_a_line_and_none_is_below_the_least():
    key = RuleKey("any", "numbers", "selection", least=1)
    assert read_value("4\n٦\n", key=key) == [4, 6]
    assert read_value("", key=key) == []
    with pytest.raises(BadRuleValue):
        read_value("0 4", key=key)


def test_places_are_written_one_a_line_in_both_languages():
    key = RuleKey("any", "places", "registration")
    doha = {"code": "doha", "name_ar": "الدوحة", "name_en": "Doha"}
    assert read_value(" doha|الدوحة |  Doha \n\n", key=key) == [doha]
    assert read_value("", key=key) == []
    assert write_value([doha]) == "doha | الدوحة | Doha"


def test_only_an_optional_value_may_be_left_empty():
    assert read_value(" ", key=RuleKey("any", "moment", "selection", is_optional=True)) == ""
    with pytest.raises(BadRuleValue):
        read_value(" ", key=RuleKey("any", "moment", "selection"))
