"""What gives a file its tier, tickets, shares and stratum, as data and as it was judged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.registration.rules.eligibility import PersonFacts
from mission.registration.rules.tiers import TierRules, tickets_of, tier_of
from mission.selection.rules.conditions import BadShareCondition, LeadFacts, holds
from mission.selection.rules.file_rules import (
    BadTickets,
    read_file_rules,
    season_file_rules,
)
from mission.selection.rules.ruleset import (
    RulesBadShareName,
    RulesMissingKey,
    RulesUnknownKey,
    read_rules,
)

DAY = date(2027, 5, 14)
VALUES = {
    "tiers.elder_age_from": 65,
    "tiers.refused_seasons_from": 2,
    "tickets.base": 1,
    "tickets.per_refused_season": 3,
}
GOOD = {
    "shares": {"women": {"sex": "F", "without_men": True}},
    "strata": [{"name": "citizens", "conditions": {"nationalities": ["QAT"]}}],
    "tickets": {"base": 1, "per_refused_season": 1, "power": 2},
    "tiers": [{"min_age_years": 65}, {}],
}


@given(
    st.dates(date(1930, 1, 1), date(2005, 1, 1)),
    st.none() | st.integers(1400, 1447),
    st.integers(0, 9),
)
def test_data_says_of_every_file_what_registration_judged(born, hajj, refused):
    person = PersonFacts("QAT", born, DAY, True, None, hajj)
    judged = TierRules.from_values(VALUES, reference_date=DAY)
    said = season_file_rules(VALUES)
    lead = LeadFacts(born, "F", "QAT", last_hajj_year=hajj, refused_seasons=refused)

    assert said.tier_of(lead, on=DAY) == tier_of(person, refused, judged)
    assert said.tickets.of(refused) == tickets_of(refused, judged)


LEAD = LeadFacts(
    birth_date=date(1962, 5, 14), sex="F", nationality="EGY", refused_seasons=2,
    first_applied=date(2022, 5, 15), size=3, has_men=False, has_relative=True,
    district="nablus", stated={"hardship": ""},
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "is_so"),
    [
        ({}, True),
        ({"min_age_years": 65}, True),
        ({"min_age_years": 66}, False),
        ({"max_age_years": 65}, True),
        ({"max_age_years": 64}, False),
        ({"sex": "M"}, False),
        ({"never_hajj": True}, True),
        ({"min_refused_seasons": 2}, True),
        ({"min_refused_seasons": 3}, False),
        ({"min_registered_years": 4}, True),
        ({"min_registered_years": 5}, False),  # a day short
        ({"min_size": 3, "max_size": 3}, True),
        ({"max_size": 2}, False),
        ({"min_size": 4}, False),
        ({"without_men": True}, True),
        ({"with_relative": True}, True),
        ({"nationalities": ["SDN", "EGY"]}, True),
        ({"other_nationalities": ["SDN", "EGY"]}, False),
        ({"other_nationalities": ["SDN"]}, True),
        ({"district": ["jenin", "nablus"]}, True),
        ({"district": ["jenin"]}, False),
        ({"province": ["nablus"]}, False),
        ({"hardship": True}, False),
        ({"low_paid_worker": True}, False),
        ({"min_age_years": 65, "sex": "M"}, False),
    ],
)
def test_a_condition_holds_when_the_file_says_so(asked, is_so):
    assert holds(LEAD, asked, on=DAY) is is_so


def test_a_man_never_travels_as_a_woman_without_men():
    man = LeadFacts(date(1962, 5, 14), "M", "EGY", has_men=False)

    assert not holds(man, {"without_men": True}, on=DAY)
    assert not holds(man, {"never_hajj": True} | {"min_registered_years": 1}, on=DAY)


def test_rules_of_files_are_read_as_they_were_written():
    rules = read_file_rules(GOOD)

    assert read_file_rules(rules.as_bytes()) == rules
    assert rules.stratum_of(LEAD, on=DAY) == ""
    assert rules.tier_of(LEAD, on=DAY) == 1
    assert rules.tickets.of(2) == 9


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"tiers": [{"min_age_years": -1}]}, BadShareCondition),
        ({"tiers": [{"min_age_years": True}]}, BadShareCondition),
        ({"tiers": [{"never_hajj": False}]}, BadShareCondition),
        ({"tiers": [{"sex": "X"}]}, BadShareCondition),
        ({"tiers": [{"nationalities": []}]}, BadShareCondition),
        ({"tiers": [{"nationalities": "QAT"}]}, BadShareCondition),
        ({"tiers": [{"district": [""]}]}, BadShareCondition),
        ({"tiers": [{"height": 180}]}, BadShareCondition),
        ({"tiers": ["old"]}, BadShareCondition),
        ({"tiers": "all"}, RulesMissingKey),
        ({"shares": []}, RulesMissingKey),
        ({"shares": {"a b": {}}}, RulesBadShareName),
        ({"strata": [{"name": "x"}]}, RulesMissingKey),
        ({"strata": [{"name": "a,b", "conditions": {}}]}, RulesBadShareName),
        ({"more": 1}, RulesUnknownKey),
        ({"tickets": {"base": 0, "per_refused_season": 1, "power": 1}}, BadTickets),
        ({"tickets": {"base": 1, "per_refused_season": -1, "power": 1}}, BadTickets),
        ({"tickets": {"base": 1, "per_refused_season": 1, "power": 9}}, BadTickets),
        ({"tickets": {"base": 1, "per_refused_season": 1}}, RulesMissingKey),
    ],
)
def test_rules_of_files_that_say_nothing_or_too_much_are_refused(change, error):
    with pytest.raises(error):
        read_file_rules(GOOD | change)


def test_only_facts_that_the_draw_has_use_for_must_be_stated():
    rules = read_rules(
        {
            "general": {"order": ["number"]},
            "last_seat": "skip",
            "quota": 9,
            "shares": [{"name": "poor", "order": ["number"], "seats": 1, "when": "before"}],
        }
    )
    told = read_file_rules(
        GOOD
        | {
            "shares": {"poor": {"hardship": True}, "unused": {"low_paid_worker": True}},
            "strata": [{"name": "north", "conditions": {"district": ["North"]}}],
            "tiers": [{"medical_need": True}],
        }
    )

    assert told.unstated(rules) == ("hardship",)
    assert told.unstated(rules, districts=["north"]) == ("hardship",)
    by_tier = read_rules(rules.as_json() | {"general": {"order": ["-tier", "number"]}})
    assert told.unstated(by_tier) == ("hardship", "medical_need")


def by_districts(*codes):
    """Rules of the draw with one part, and rules of files that ask for some districts."""
    rules = read_rules(
        {
            "format": 2,
            "general": {"order": ["number"]},
            "last_seat": "skip",
            "quota": 9,
            "shares": [],
            "strata": {"left": "free", "parts": [{"name": "x", "quota": 9, "shares": []}]},
        }
    )
    part = {"name": "x", "conditions": {"district": list(codes)}}
    return rules, read_file_rules(GOOD | {"strata": [part]})


def test_a_district_is_stated_only_in_a_season_that_lists_districts():
    rules, told = by_districts("doha")

    assert told.unstated(rules) == ("district",)
    assert told.unstated(rules, districts=["doha"]) == ()


CODES = st.lists(st.sampled_from("abcdef"), min_size=1, unique=True)


@given(CODES, CODES)
def test_the_districts_that_a_season_does_not_list_are_named(asked, listed):
    rules, told = by_districts(*asked)

    found = told.unknown_districts(rules, districts=listed)

    assert list(found) == sorted(set(asked) - set(listed))
