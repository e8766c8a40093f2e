"""The checks of whole files, eligibility, tiers, and the figures of a season."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.registration.rules.eligibility import (
    EligibilityRules,
    LeadClass,
    PersonFacts,
    refusal_codes,
)
from mission.registration.rules.file_checks import (
    Candidate,
    Fate,
    Held,
    HeldFile,
    check_files,
    lost_companions,
)
from mission.registration.rules.summary import Verdict, summarise
from mission.registration.rules.tiers import TierRules, tickets_of, tier_of
from mission.registration.rules.values import RuleValueMissing, WorkbookRules


def rows(*wanted):
    """Make candidates of (file, person, "lead" or "", own code)."""
    return [
        Candidate(number, file_no, person, role == "lead", *code)
        for number, (file_no, person, role, *code) in enumerate(wanted, start=2)
    ]


def codes(candidates, held=None):
    check_files(candidates, held or Held())
    return [each.code for each in candidates]


def test_a_file_without_accepted_lead_is_refused_and_own_codes_stay():
    found = rows(("A", "1", "lead", "bad_mobile"), ("A", "2", ""), ("A", "3", "", "bad_sex"))
    assert codes(found) == ["bad_mobile", "no_lead", "bad_sex"]


def test_a_file_with_two_accepted_leads_is_refused_whole():
    assert (
        codes(rows(("A", "1", "lead"), ("A", "2", "lead"), ("A", "3", ""))) == ["two_leads"] * 3
    )


def test_a_second_lead_that_was_refused_does_not_count():
    assert codes(rows(("A", "1", "lead"), ("A", "2", "lead", "bad_sex"))) == ["", "bad_sex"]


def test_an_earlier_row_counts_even_when_its_file_is_refused_later():
    assert codes(rows(("A", "1", ""), ("B", "1", "lead"))) == ["no_lead", "same_person"]


def test_an_earlier_row_that_failed_its_own_checks_does_not_count():
    assert codes(rows(("A", "1", "lead", "bad_sex"), ("B", "1", "lead"))) == ["bad_sex", ""]


def test_what_the_season_has_is_unchanged_and_the_rest_of_the_file_may_join():
    found = rows(("A", "1", "lead"), ("A", "2", ""), ("A", "1", "lead"))
    held = Held({"1": "A"}, {"A": HeldFile()})
    assert codes(found, held) == ["", "", "same_person"]
    assert [each.fate for each in found[:2]] == [Fate.UNCHANGED, Fate.ENTERS]


def test_a_companion_alone_joins_a_file_that_the_season_has():
    assert codes(rows(("A", "2", "")), Held({}, {"A": HeldFile()})) == [""]


def test_a_second_lead_for_a_file_that_the_season_has_is_refused():
    assert codes(rows(("A", "2", "lead")), Held({}, {"A": HeldFile()})) == ["two_leads"]


def test_a_person_of_another_file_of_the_season_is_refused():
    assert codes(rows(("B", "1", "lead")), Held({"1": "A"}, {})) == ["same_person"]


def test_a_frozen_file_takes_nobody():
    held = Held({"1": "A"}, {"A": HeldFile(is_frozen=True)})
    assert codes(rows(("A", "1", "lead"), ("A", "2", "")), held) == ["", "file_frozen"]


def test_files_that_go_on_without_a_companion_are_named():
    found = rows(("A", "1", "lead"), ("A", "2", "", "bad_sex"), ("B", "3", "", "bad_sex"))
    codes(found)
    assert [each.file_no for each in lost_companions(found, {"A"})] == ["A"]


files = st.lists(
    st.tuples(
        st.sampled_from("ABCD"),
        st.sampled_from("123456789"),
        st.sampled_from(["lead", ""]),
        st.sampled_from(["", "", "", "bad_sex"]),
    ),
    max_size=14,
)


@given(files)
def test_every_file_that_enters_has_one_lead_and_every_person_enters_once(wanted):
    found = rows(*wanted)
    codes(found)
    entering = [each for each in found if not each.code]
    people = [each.national_id for each in entering]
    assert len(people) == len(set(people))
    for file_no in {each.file_no for each in entering}:
        assert sum(each.is_lead for each in entering if each.file_no == file_no) == 1


@given(files)
def test_a_second_import_of_the_same_rows_changes_nothing(wanted):
    first = rows(*wanted)
    codes(first)
    entered = [each for each in first if not each.code]
    held = Held(
        {each.national_id: each.file_no for each in entered},
        {each.file_no: HeldFile() for each in entered},
    )
    second = rows(*wanted)
    codes(second, held)
    assert not [each for each in second if not each.code and each.fate is Fate.ENTERS]


HOME = LeadClass("home", frozenset({"QAT"}), 18, 0, False, 5, 3)
OTHERS = LeadClass("others", frozenset({"*"}), 45, 15, True, 0, 1)
RULES = EligibilityRules(
    1448, date(2027, 5, 14), (HOME, OTHERS), 12, date(2027, 11, 14), fitness_required=True
)
TIERS = TierRules(date(2027, 5, 14), 65, 1, 1, 1)


def someone(nationality="QAT", born="1970-01-01", **changes):
    facts = {"passport_expires_date": date(2030, 1, 1), "is_fit": True}
    if nationality != "QAT":
        facts["resident_since"] = date(2000, 1, 1)
    return PersonFacts(nationality, date.fromisoformat(born), **facts | changes)


@pytest.mark.parametrize(
    ("lead", "companions", "expected"),
    [
        (someone(), 3, []),
        (someone(), 4, ["too_many_companions"]),
        (someone("EGY"), 2, ["too_many_companions"]),
        (someone(born="2009-05-14"), 0, []),
        (someone(born="2009-05-15"), 0, ["lead_too_young"]),
        (someone("EGY", born="1982-05-14"), 0, []),
        (someone("EGY", born="1982-05-15"), 0, ["lead_too_young"]),
        (someone("EGY", resident_since=date(2012, 5, 14)), 0, []),
        (someone("EGY", resident_since=date(2012, 5, 15)), 0, ["lead_short_residence"]),
        (someone("EGY", last_hajj_year=1400), 0, ["lead_performed_before"]),
        (someone(last_hajj_year=1442), 0, []),
        (someone(last_hajj_year=1443), 0, ["lead_recent_hajj"]),
        (someone(passport_expires_date=date(2027, 11, 14)), 0, []),
        (someone(passport_expires_date=date(2027, 11, 13)), 0, ["passport_expires"]),
        (someone(is_fit=False), 0, ["not_fit"]),
        (someone("EGY", born="1990-01-01", is_fit=False), 2, None),
    ],
)
def test_each_threshold_holds_to_the_day(lead, companions, expected):
    found = refusal_codes(lead, [someone()] * companions, RULES)
    if expected is None:
        assert found == ["lead_too_young", "not_fit", "too_many_companions"]
    else:
        assert found == expected


def test_companions_are_judged_by_age_passport_and_fitness():
    young = someone(born="2015-05-15")
    ill = someone(is_fit=False, passport_expires_date=date(2027, 1, 1))
    assert refusal_codes(someone(), [young], RULES) == ["companion_too_young"]
    assert refusal_codes(someone(), [someone(born="2015-05-14")], RULES) == []
    assert refusal_codes(someone(), [ill], RULES) == ["not_fit", "passport_expires"]


@pytest.mark.parametrize(
    ("lead", "refused", "tier"),
    [
        (someone(born="1962-05-14"), 0, 1),
        (someone(born="1962-05-15"), 0, 3),
        (someone(born="1962-05-15"), 1, 2),
        (someone(born="1950-01-01", last_hajj_year=1400), 3, 4),
    ],
)
def test_tiers_follow_age_hajj_and_refusals(lead, refused, tier):
    assert tier_of(lead, refused, TIERS) == tier
    assert tickets_of(refused, TIERS) == 1 + refused


def test_a_missing_rule_value_is_named():
    with pytest.raises(RuleValueMissing) as refused:
        WorkbookRules.from_values({})
    assert refused.value.facts == {"key": "applications.home_nationality"}


def test_the_figures_of_a_season_add_up():
    verdicts = {"A": Verdict([], 2, 1, 3), "B": Verdict(["not_fit"], 1, 3, 1)}
    assert summarise(verdicts, {"no_lead": 2}) == {
        "rows": 5,
        "accepted": 3,
        "refused": {"no_lead": 2},
        "files": 2,
        "eligible": 1,
        "eligible_persons": 2,
        "ineligible": {"not_fit": 1},
        "tiers": {"1": 1},
        "tickets": 3,
    }
