"""Rule values as people read them."""

import pytest
from django.utils import translation

from mission.season.presenters import in_one_language, value_in_words

DRAW = {"quota": 4400, "shares": [{"name": "elderly", "seats": 220}], "general": {}}
DISTRICTS = [{"code": "doha", "name_ar": "الدوحة", "name_en": "Doha"}]
NUMBERS = [{"number": "800 304 0444", "name_ar": "من المملكة", "name_en": "From there"}]


@pytest.mark.parametrize(
    ("key", "value", "arabic", "english"),
    [
        ("applications.last_hajj_year_from", 1300, "١٣٠٠", "1300"),
        ("tickets.base", 1300, "١٬٣٠٠", "1,300"),
        ("eligibility.fitness_required", True, "نعم", "Yes"),
        ("eligibility.classes", ["home"], "المواطنون", "citizens"),
        (
            "bracelet_valid_until",
            "2027-06-06T00:00:00+03:00",
            "١ محرم ١٤٤٩ هـ، ٦ يونيو ٢٠٢٧ م ٠٠:٠٠",
            "1 Muharram 1449 AH, 6 June 2027 00:00",
        ),
        ("draw_share_conditions", {"elderly": {}}, "كبار السن", "the elderly"),
        ("applications.timezone", "", "–", "–"),
        ("applications.districts", DISTRICTS, "الدوحة", "Doha"),
    ],
)
def test_a_value_reads_in_the_language_of_its_reader(key, value, arabic, english):
    with translation.override("ar"):
        assert value_in_words(key, value) == [arabic]
    with translation.override("en"):
        assert value_in_words(key, value) == [english]


def test_a_season_without_districts_says_that_nobody_is_asked():
    with translation.override("en"):
        assert value_in_words("applications.districts", []) == ["Not asked"]


def test_the_rules_of_the_draw_are_lines_and_no_code():
    with translation.override("en"):
        lines = value_in_words("draw_rules", DRAW)
    assert lines == ["Seats in all: 4,400", "Kept for the elderly: 220"]


def test_a_number_of_several_groups_does_not_turn_round():
    with translation.override("ar"):
        assert value_in_words("emergency_numbers", NUMBERS) == [
            "من المملكة: \u2066800 304 0444\u2069"
        ]


@pytest.mark.parametrize(
    ("text", "arabic", "english"),
    [
        ("قرار ٧ | Decision 7", "قرار ٧", "Decision 7"),
        ("Decision 7", "Decision 7", "Decision 7"),
    ],
)
def test_a_source_written_in_two_languages_is_read_in_one(text, arabic, english):
    with translation.override("ar"):
        assert in_one_language(text) == arabic
    with translation.override("en"):
        assert in_one_language(text) == english


def test_brackets_around_an_address_do_not_turn_round_in_arabic():
    text = "إعلان الوزارة (menafn.com/1108692690) | Announcement (menafn.com/1108692690)"
    with translation.override("ar"):
        shown = in_one_language(text)
    assert shown == "إعلان الوزارة (\u2066menafn.com/1108692690\u2069)"
