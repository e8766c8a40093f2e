"""Steps, moments, drand, who may use a share, and who moves up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.selection.rules import ceremony
from mission.selection.rules.conditions import (
    BadShareCondition,
    LeadFacts,
    age_days,
    shares_of,
)
from mission.selection.rules.entries import entries_of
from mission.selection.rules.promotions import Vacancy, WaitingList
from mission.selection.rules.ruleset import read_rules
from tests.selection.test_rules_draw import GOLDEN, SEED

NOON = datetime(2027, 1, 10, 12, tzinfo=UTC)
DAY = date(2027, 5, 14)


@pytest.mark.parametrize("state", ceremony.STATES)
@pytest.mark.parametrize("needed", ceremony.STATES)
def test_a_step_needs_the_state_right_before_it(state, needed):
    if state == needed:
        ceremony.check_step(state=state, needed=needed)
        return
    with pytest.raises(ceremony.StepOutOfOrder) as refused:
        ceremony.check_step(state=state, needed=needed)
    is_early = ceremony.STATES.index(state) < ceremony.STATES.index(needed)
    assert refused.value.facts["is_early"] == is_early


def test_the_moment_of_chance_parts_before_and_after():
    ceremony.check_chance_ahead(at=NOON - timedelta(microseconds=1), chance_at=NOON)
    ceremony.check_chance_due(at=NOON, chance_at=NOON)
    with pytest.raises(ceremony.ChanceAlreadyKnown):
        ceremony.check_chance_ahead(at=NOON, chance_at=NOON)
    with pytest.raises(ceremony.ChanceNotDue):
        ceremony.check_chance_due(at=NOON - timedelta(microseconds=1), chance_at=NOON)


@given(st.integers(0, 10**15))
def test_the_next_drand_round_is_the_first_after_a_moment(microseconds):
    moment = ceremony.DRAND_GENESIS + timedelta(microseconds=microseconds)

    number = ceremony.next_drand_round(moment)

    assert ceremony.drand_moment(number - 1) <= moment < ceremony.drand_moment(number)


def test_drand_counts_from_its_first_round():
    assert ceremony.drand_moment(1) == datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)


@pytest.mark.parametrize("signature", ["", "zz", "00" * 48])
def test_no_drand_signature_is_made_up(signature):
    with pytest.raises(ceremony.BadDrandSignature):
        ceremony.drand_randomness(number=657413, signature=signature)


def test_age_is_counted_in_days():
    assert age_days(date(2027, 5, 13), on=DAY) == 1


def test_a_share_asks_for_all_of_its_conditions():
    lead = LeadFacts(birth_date=date(1962, 5, 14), sex="F", nationality="QAT")
    conditions = {
        "elderly": {"min_age_years": 65},
        "women": {"sex": "F", "min_age_years": 45},
        "guests": {"nationalities": ["EGY", "SDN"]},
        "older": {"min_age_years": 66},
    }

    assert shares_of(lead, conditions=conditions, on=DAY) == ("elderly", "women")
    with pytest.raises(BadShareCondition):
        shares_of(lead, conditions={"x": {"height": 180}}, on=DAY)


def promoted(*, waiting, seats, share=""):
    rules = read_rules(
        {
            "general": {"order": ["number"]},
            "last_seat": "skip",
            "quota": 6,
            "shares": [
                {"name": "elderly", "order": ["queue"], "seats": 2, "when": "before"},
            ],
        }
    )
    line = WaitingList(entries_of(GOLDEN), rules, seed=SEED, waiting=set(waiting))
    return list(line.take(Vacancy(seats, share)))


def test_the_first_waiting_files_that_fit_move_up():
    # by number: C-1 2, B-2 2, A-2 3, B-1 1, A-1 2, C-2 1; the last two may use the share
    assert promoted(waiting=["A-2", "B-1", "C-2"], seats=2) == [("B-1", ""), ("C-2", "")]
    assert promoted(waiting=["A-2", "B-1", "C-2"], seats=3) == [("A-2", "")]
    assert promoted(waiting=["A-2"], seats=2) == []
    assert promoted(waiting=["B-1"], seats=0) == []


def test_the_share_of_the_place_comes_first_in_its_own_order():
    found = promoted(waiting=["B-1", "A-1", "C-2"], seats=4, share="elderly")

    assert found == [("C-2", "elderly"), ("A-1", "elderly"), ("B-1", "")]
