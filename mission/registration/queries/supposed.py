"""Files judged by values that are only supposed: read as columns, and nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from psycopg import sql

from foundation.copying import copied_out
from mission.registration.queries.districts import districts_of
from mission.registration.queries.objections import waived_codes
from mission.registration.rules.districts import Districts
from mission.registration.rules.eligibility import EligibilityRules
from mission.registration.rules.eligibility_columns import (
    NEVER,
    NO_DAY,
    Counts,
    FileColumns,
    Truths,
    completed_years,
    day_number,
    refusals,
)
from mission.season.models import Season

_WIDTHS = {"application": 16, "reference": 16, "nationality": 3, "sex": 1}
_FACTS = (
    *("application", "reference", "nationality", "sex", "queue", "refused_seasons", "size"),
    *("known_born", "born", "resident_since", "last_hajj_year", "youngest_born"),
    *("passport_expires", "is_fit", "has_men", "has_relative", "district", "first_applied"),
)
# One pass over the persons: joins of what was grouped before would need good statistics of
# tables that an import has just filled.
_FILES = sql.SQL(
    """
SELECT a.id, rpad(a.reference, 16),
    rpad(max(one.nationality) FILTER (WHERE one.role = 'LEAD'), 3),
    max(p.sex) FILTER (WHERE one.role = 'LEAD'), a.queue, a.refused_seasons::int,
    count(*)::int,
    max(p.birth_date) FILTER (WHERE one.role = 'LEAD') - {epoch},
    max(one.birth_date) FILTER (WHERE one.role = 'LEAD') - {epoch},
    coalesce(max(one.resident_since) FILTER (WHERE one.role = 'LEAD') - {epoch}, {no_day}),
    coalesce(max(one.last_hajj_year) FILTER (WHERE one.role = 'LEAD'), {never})::int,
    coalesce(max(one.birth_date) FILTER (WHERE one.role <> 'LEAD') - {epoch}, {no_day}),
    min(one.passport_expires_date) - {epoch}, bool_and(one.is_fit)::int,
    bool_or(p.sex = 'M')::int,
    bool_or(one.role = 'COMPANION' AND one.relation <> 'OTHER')::int, {district},
    {first_applied}
FROM registration_applicant one
JOIN registration_application a ON a.id = one.application_id
JOIN people_person p ON p.id = one.person_id
{past}
WHERE a.season_id = {season} AND a.withdrawn_at IS NULL
GROUP BY a.id
ORDER BY a.reference COLLATE "C"
"""
)
_WITH_PAST = {
    "first_applied": "(min(past.first_applied) AT TIME ZONE 'UTC')::date - {epoch}",
    "past": """
LEFT JOIN (
    SELECT one.person_id, min(other.submitted_at) AS first_applied
    FROM registration_applicant one
    JOIN registration_application other ON other.id = one.application_id
    WHERE one.role = 'LEAD'
    GROUP BY one.person_id
) past ON past.person_id = one.person_id AND one.role = 'LEAD'
""",
}
# The place of a district in the season's list: a number is read faster than a text.
_DISTRICT = "coalesce(({places}::jsonb ->> a.district)::int, {nowhere})"
_WITHOUT = {"first_applied": "{no_day}", "past": ""}


@dataclass(frozen=True, eq=False)
class CandidateFiles:
    """All files of a season, eligible or not, in byte order of their references.

    application       16 bytes each
    lead_age_days     and the years by what people know of the lead now; ``stated_age_years`` by
                      what the file stated, by which it is judged
    registered_years  since the lead's first file of any season; 0 unless it was asked for
    district          the place of the home district in ``districts``; one behind the last for
                      who states none that the season lists
    """

    season: Season
    application: NDArray[np.void]
    reference: NDArray[np.bytes_]
    queue: Counts
    refused_seasons: Counts
    size: Counts
    lead_sex: NDArray[np.bytes_]
    lead_age_days: Counts
    lead_age_years: Counts
    stated_age_years: Counts
    registered_years: Counts
    has_been: Truths
    has_men: Truths
    has_relative: Truths
    district: Counts
    districts: Districts
    stated: FileColumns

    def __len__(self) -> int:
        return len(self.reference)

    def places(self, applications: Iterable[UUID]) -> NDArray[np.intp]:
        """Answer where some applications stand; those that are not here are left out."""
        wanted = {one.bytes for one in applications}
        found = [i for i, one in enumerate(self._ids()) if one in wanted] if wanted else []
        return np.array(found, dtype=np.intp)

    def _ids(self) -> list[bytes]:
        raw = self.application.tobytes()
        return [raw[start : start + 16] for start in range(0, len(raw), 16)]


def candidate_files(season: Season, *, with_past: bool = False) -> CandidateFiles:
    """Answer every file of a season that was not withdrawn.

    with_past  fills ``registered_years``, which costs a look at earlier seasons
    """
    districts = districts_of(season)
    rows = _rows(season, _WITH_PAST if with_past else _WITHOUT, districts.codes)
    on = season.reference_date
    past = completed_years(rows["first_applied"], on)
    return CandidateFiles(
        season=season,
        application=rows["application"],
        reference=np.char.rstrip(rows["reference"]),
        queue=rows["queue"],
        refused_seasons=rows["refused_seasons"],
        size=rows["size"],
        lead_sex=rows["sex"],
        lead_age_days=(day_number(on) - rows["known_born"]).astype(np.int32),
        lead_age_years=completed_years(rows["known_born"], on),
        stated_age_years=completed_years(rows["born"], on),
        registered_years=np.where(rows["first_applied"] == NO_DAY, 0, past),
        has_been=rows["last_hajj_year"] != NEVER,
        has_men=rows["has_men"] != 0,
        has_relative=rows["has_relative"] != 0,
        district=rows["district"],
        districts=districts,
        stated=FileColumns(
            nationality=np.char.rstrip(rows["nationality"]),
            born=rows["born"],
            resident_since=rows["resident_since"],
            last_hajj_year=rows["last_hajj_year"],
            companions=rows["size"] - 1,
            youngest_born=rows["youngest_born"],
            passport_expires=rows["passport_expires"],
            is_fit=rows["is_fit"] != 0,
        ),
    )


def refused_by(values: Mapping[str, Any], files: CandidateFiles) -> dict[str, Truths]:
    """Judge files by rule values that need not be in force: code → the files it holds against.

    What the committee upheld counts against nobody. Raises RuleValueMissing.
    """
    season = files.season
    rules = EligibilityRules.from_values(
        values, hijri_year=season.hijri_year, reference_date=season.reference_date
    )
    against = refusals(files.stated, rules)
    waived = waived_codes(season)
    for code in against:
        upheld = (application for application, codes in waived.items() if code in codes)
        against[code][files.places(upheld)] = False
    return against


def _rows(
    season: Season, parts: Mapping[str, str], districts: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """Answer the columns of the query; COPY's binary rows are then all of one length."""
    given = {
        "epoch": sql.Literal(date(1970, 1, 1)),
        "no_day": sql.Literal(NO_DAY),
        "never": sql.Literal(NEVER),
        "season": sql.Literal(season.id),
        "nowhere": sql.Literal(len(districts)),
        "places": sql.Literal(json.dumps({code: i for i, code in enumerate(districts)})),
    }
    used = {**parts, "district": _DISTRICT if districts else "{nowhere}"}
    more = {name: sql.SQL(text).format(**given) for name, text in used.items()}
    layout = np.dtype(
        [("fields", ">i2")]
        + [
            part
            for name in _FACTS
            for part in ((f"length of {name}", ">i4"), (name, _kind(name)))
        ]
    )
    rows = np.frombuffer(copied_out(_FILES.format(**given, **more)), dtype=layout)
    for name in _FACTS:
        if (rows[f"length of {name}"] != _WIDTHS.get(name, 4)).any():
            raise ValueError(f"{name} is not of one length")
    columns = {name: rows[name] for name in _FACTS}
    return {
        name: np.ascontiguousarray(each if name in _WIDTHS else each.astype(np.int32))
        for name, each in columns.items()
    }


def _kind(name: str) -> str:
    if name == "application":
        return "V16"
    return f"S{_WIDTHS[name]}" if name in _WIDTHS else ">i4"
