"""Judging many files at once says of each what judging it alone says."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from foundation.dates import completed_years
from mission.registration.rules.eligibility import (
    CODES,
    EligibilityRules,
    LeadClass,
    PersonFacts,
    refusal_codes,
)
from mission.registration.rules.eligibility_columns import (
    NEVER,
    NO_DAY,
    FileColumns,
    day_number,
    refusals,
)
from mission.registration.rules.eligibility_columns import completed_years as all_years

ON = date(2027, 5, 14)
DAYS = st.dates(date(1900, 1, 1), date(2040, 12, 31))
SOME_YEARS = st.integers(0, 90)
PERSONS = st.builds(
    PersonFacts,
    nationality=st.sampled_from(["QAT", "EGY", "SDN"]),
    birth_date=DAYS,
    passport_expires_date=DAYS,
    is_fit=st.booleans(),
    resident_since=st.none() | DAYS,
    last_hajj_year=st.none() | st.integers(1400, 1447),
)
FILES = st.lists(st.tuples(PERSONS, st.lists(PERSONS, max_size=3)), max_size=8)


def class_of(name, *nationalities):
    return st.builds(
        LeadClass,
        name=st.just(name),
        nationalities=st.just(frozenset(nationalities)),
        lead_age_from=SOME_YEARS,
        lead_residence_years=SOME_YEARS,
        lead_must_be_first_hajj=st.booleans(),
        lead_hajj_gap_seasons=st.integers(0, 20),
        companions_most=st.integers(0, 3),
    )


RULES = st.builds(
    EligibilityRules,
    hijri_year=st.just(1448),
    reference_date=st.sampled_from([ON, date(2028, 2, 29), date(2027, 2, 28)]),
    classes=st.tuples(class_of("home", "QAT"), class_of("others", "EGY")),
    companion_age_from=SOME_YEARS,
    passport_until=DAYS,
    fitness_required=st.booleans(),
)


def counts(values):
    return np.array(list(values), dtype=np.int32)


def columns_of(files):
    days = [sorted(day_number(one.birth_date) for one in others) for _, others in files]
    return FileColumns(
        nationality=np.array([lead.nationality for lead, _ in files], dtype=np.bytes_),
        born=counts(day_number(lead.birth_date) for lead, _ in files),
        resident_since=counts(
            day_number(lead.resident_since) if lead.resident_since else NO_DAY
            for lead, _ in files
        ),
        last_hajj_year=counts(
            NEVER if lead.last_hajj_year is None else lead.last_hajj_year for lead, _ in files
        ),
        companions=counts(len(others) for _, others in files),
        youngest_born=counts(born[-1] if born else NO_DAY for born in days),
        passport_expires=counts(
            min(day_number(one.passport_expires_date) for one in (lead, *others))
            for lead, others in files
        ),
        is_fit=np.array(
            [all(one.is_fit for one in (lead, *others)) for lead, others in files],
            dtype=np.bool_,
        ),
    )


@given(FILES, RULES)
def test_every_file_is_refused_for_the_same_reasons(files, rules):
    found = refusals(columns_of(files), rules)
    assert set(found) == set(CODES)
    for place, (lead, others) in enumerate(files):
        codes = sorted(code for code, against in found.items() if against[place])
        assert codes == refusal_codes(lead, others, rules)


@given(st.lists(DAYS), DAYS)
def test_full_years_are_counted_alike(days, on):
    counted = all_years(counts(map(day_number, days)), on)
    assert counted.tolist() == [completed_years(day, on=on) for day in days]
