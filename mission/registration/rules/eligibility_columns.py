"""Eligibility of many files at once: what ``refusal_codes`` says of one, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mission.registration.rules.eligibility import (
    COMPANION_TOO_YOUNG,
    LEAD_PERFORMED_BEFORE,
    LEAD_RECENT_HAJJ,
    LEAD_SHORT_RESIDENCE,
    LEAD_TOO_YOUNG,
    NOT_FIT,
    PASSPORT_EXPIRES,
    TOO_MANY_COMPANIONS,
    EligibilityRules,
)

Counts = NDArray[np.int32]
Truths = NDArray[np.bool_]

NEVER = -1
# Earlier than any day that PostgreSQL knows.
NO_DAY = -(2**31)
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class FileColumns:
    """What files state, one array for each fact; days are counted from 1970-01-01.

    nationality, born, last_hajj_year  of the lead; NEVER when he never went
    resident_since                     of the lead; NO_DAY when none is stated
    youngest_born                      of the companions; NO_DAY without any
    passport_expires                   the first passport of the file that ends
    is_fit                             everybody in the file
    """

    nationality: NDArray[np.bytes_]
    born: Counts
    resident_since: Counts
    last_hajj_year: Counts
    companions: Counts
    youngest_born: Counts
    passport_expires: Counts
    is_fit: Truths


def refusals(files: FileColumns, rules: EligibilityRules) -> dict[str, Truths]:
    """Answer for each code against which files it holds."""
    on = rules.reference_date
    is_young = completed_years(files.youngest_born, on) < rules.companion_age_from
    return _lead_refusals(files, rules) | {
        COMPANION_TOO_YOUNG: (files.companions > 0) & is_young,
        PASSPORT_EXPIRES: files.passport_expires < day_number(rules.passport_until),
        NOT_FIT: ~files.is_fit & rules.fitness_required,
    }


def _lead_refusals(files: FileColumns, rules: EligibilityRules) -> dict[str, Truths]:
    """Answer the codes that the class of the lead decides; without a class none holds."""
    nationalities, code = np.unique(files.nationality, return_inverse=True)
    classes = [rules.class_of(one.decode()) for one in nationalities.tolist()]
    has_class = np.array([one is not None for one in classes], dtype=np.bool_)[code]

    def asked(name: str) -> NDArray[Any]:
        return np.array([getattr(one, name, 0) for one in classes], dtype=np.int32)[code]

    on, gap = rules.reference_date, asked("lead_hajj_gap_seasons")
    resided = completed_years(files.resident_since, on)
    resided = np.where(files.resident_since == NO_DAY, 0, resided)
    has_been = files.last_hajj_year != NEVER
    is_recent = files.last_hajj_year >= rules.hijri_year - gap
    holds = {
        LEAD_TOO_YOUNG: completed_years(files.born, on) < asked("lead_age_from"),
        LEAD_SHORT_RESIDENCE: resided < asked("lead_residence_years"),
        LEAD_PERFORMED_BEFORE: has_been & (asked("lead_must_be_first_hajj") != 0),
        LEAD_RECENT_HAJJ: has_been & (gap > 0) & is_recent,
        TOO_MANY_COMPANIONS: files.companions > asked("companions_most"),
    }
    return {name: has_class & applies for name, applies in holds.items()}


def completed_years(since: Counts, on: date) -> Counts:
    """Count the full years from some days to one; a birthday counts on its own day."""
    day = since.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    months = month.astype(np.int64)
    in_month = (day - month).astype(np.int64) + 1
    written = (months // 12 + _EPOCH.year) * 10_000 + (months % 12 + 1) * 100 + in_month
    years: Counts = (on.year * 10_000 + on.month * 100 + on.day - written) // 10_000
    return years


def day_number(day: date) -> int:
    """Answer a day as the columns count it."""
    return (day - _EPOCH).days
