"""Many files at once get the tiers, tickets, shares and strata that each gets alone."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.dates import completed_years
from mission.selection.rules.columns import (
    Coded,
    LeadColumns,
    TooManyTickets,
    holding,
    shares_of,
    strata_of,
    tickets_of,
    tiers_of,
)
from mission.selection.rules.conditions import BadShareCondition, LeadFacts
from mission.selection.rules.file_rules import FileRules, Tickets

DAY = date(2027, 5, 14)
DATES = st.dates(date(1940, 1, 1), date(2020, 1, 1))
SMALL = st.integers(0, 6)
NAMES = st.lists(st.sampled_from(["QAT", "EGY", "SDN"]), min_size=1, max_size=2)
DISTRICTS = ["doha", "al-rayyan", "umm-salal"]
LEADS = st.builds(
    LeadFacts,
    birth_date=DATES,
    sex=st.sampled_from(["F", "M"]),
    nationality=st.sampled_from(["QAT", "EGY", "SDN"]),
    last_hajj_year=st.none() | st.integers(1400, 1447),
    refused_seasons=SMALL,
    district=st.sampled_from(["", *DISTRICTS]),
    first_applied=st.none() | DATES,
    size=st.integers(1, 6),
    has_men=st.booleans(),
    has_relative=st.booleans(),
)
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "min_age_years": st.integers(0, 90),
        "max_age_years": st.integers(0, 90),
        "min_refused_seasons": SMALL,
        "min_registered_years": st.integers(0, 60),
        "min_size": SMALL,
        "max_size": SMALL,
        "sex": st.sampled_from(["F", "M"]),
        "never_hajj": st.just(True),
        "without_men": st.just(True),
        "with_relative": st.just(True),
        "nationalities": NAMES,
        "other_nationalities": NAMES,
        "hardship": st.just(True),
        "province": st.just(["Nablus"]),
        "district": st.lists(st.sampled_from([*DISTRICTS, "atlantis"]), min_size=1, max_size=3),
    },
)
FILE_RULES = st.builds(
    FileRules,
    tiers=st.lists(CONDITIONS, max_size=3).map(tuple),
    tickets=st.builds(Tickets, st.integers(1, 3), SMALL, st.integers(1, 2)),
    shares=st.dictionaries(st.sampled_from(["women", "كبار", "a"]), CONDITIONS),
    strata=st.lists(st.tuples(st.sampled_from(["north", "الغرب"]), CONDITIONS), max_size=2).map(
        tuple
    ),
)


def columns_of(leads):
    def counts(values):
        return np.array(list(values), dtype=np.int32)

    places = [*DISTRICTS, ""]

    def truths(values):
        return np.array(list(values), dtype=np.bool_)

    return LeadColumns(
        age_years=counts(completed_years(one.birth_date, on=DAY) for one in leads),
        sex=np.array([one.sex for one in leads], dtype=np.bytes_),
        nationality=np.array([one.nationality for one in leads], dtype=np.bytes_),
        has_been=truths(one.last_hajj_year is not None for one in leads),
        refused_seasons=counts(one.refused_seasons for one in leads),
        registered_years=counts(
            completed_years(one.first_applied, on=DAY) if one.first_applied else 0
            for one in leads
        ),
        size=counts(one.size for one in leads),
        has_men=truths(one.has_men for one in leads),
        has_relative=truths(one.has_relative for one in leads),
        district=Coded(counts(places.index(one.district) for one in leads), tuple(places)),
    )


@given(st.lists(LEADS, max_size=8), FILE_RULES)
def test_every_file_gets_what_it_gets_alone(leads, rules):
    files = columns_of(leads)
    shares, strata = shares_of(files, rules.shares), strata_of(files, rules.strata)

    assert tiers_of(files, rules).tolist() == [rules.tier_of(one, on=DAY) for one in leads]
    assert [shares.texts[i] for i in shares.code] == [
        "|".join(rules.shares_of(one, on=DAY)) for one in leads
    ]
    assert [strata.texts[i] for i in strata.code] == [
        rules.stratum_of(one, on=DAY) for one in leads
    ]


@given(st.lists(LEADS, min_size=1, max_size=8))
def test_tickets_are_those_of_each_file(leads):
    tickets = Tickets(base=1, per_refused_season=1, power=2)
    assert tickets_of(columns_of(leads), tickets).tolist() == [
        tickets.of(one.refused_seasons) for one in leads
    ]


def test_tickets_that_take_too_long_to_hash_are_refused():
    lead = LeadFacts(date(1980, 1, 1), "F", "QAT")
    with pytest.raises(TooManyTickets):
        tickets_of(columns_of([lead]), Tickets(base=101))
    assert tickets_of(columns_of([lead]), Tickets(base=100)).tolist() == [100]


def test_a_condition_that_nobody_defined_is_refused():
    with pytest.raises(BadShareCondition):
        holding(columns_of([]), {"colour": "blue"})
