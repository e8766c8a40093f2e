"""Who has what chance by the rules of a round, over many simulated draws of its files."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from foundation.dates import completed_years
from mission.registration.models import Applicant, Application, Role
from mission.registration.queries import districts_of
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection.models import Round
from mission.selection.queries.files import File, frozen_rows, rows_of_round
from mission.selection.queries.rounds import freeze_of, rules_of
from mission.selection.rules.entries import Entries, entries_of
from mission.selection.rules.fairness import (
    Fairness,
    Grouping,
    fairness,
    simulated_numbers,
)
from mission.selection.rules.numbers import Heads

DRAWS = 1_000
# A nation's files take longer than a page may: it then shows how many draws were simulated.
MOST_SECONDS = 8.0
AGE_BAND_YEARS = 10
_LEAD = ("application_id", "person__birth_date", "person__sex", "nationality")


def fairness_of(selection_round: Round) -> Fairness | None:
    """Simulate draws of a round: its frozen files, before the freeze those eligible now.

    Answers None when there are none. Every call throws its own dice.
    """
    is_frozen = freeze_of(selection_round) is not None
    found = frozen_rows(selection_round) if is_frozen else rows_of_round(selection_round)
    files = sorted(found, key=lambda file: file[1].reference)
    if not files:
        return None
    rules = rules_of(selection_round)
    entries = entries_of((row for _, row in files), by_strata=bool(rules.strata))
    groupings = _groupings(selection_round.season, files)
    return fairness(entries, rules, groupings, _draws(entries))


def _groupings(season: Season, files: Sequence[File]) -> list[Grouping]:
    """Divide the files, in the order of the entries."""
    leads = Applicant.objects.filter(application__season=season, role=Role.LEAD)
    known = {application: facts for application, *facts in leads.values_list(*_LEAD)}
    home = rule_values(season).get("applications.home_nationality", "")
    rows = [row for _, row in files]
    born, sexes, nationalities = zip(
        *(known[application] for application, _ in files), strict=True
    )
    ages = [completed_years(each, on=season.reference_date) for each in born]
    by_district = _by_district(season, files)
    return [
        Grouping("tier", [row.tier for row in rows]),
        Grouping("age", [age // AGE_BAND_YEARS * AGE_BAND_YEARS for age in ages]),
        Grouping("sex", sexes),
        Grouping("citizen", [int(own == home) for own in nationalities]),
        *([Grouping("district", by_district)] if by_district else []),
        Grouping("size", [row.size for row in rows]),
        Grouping("tickets", [row.tickets for row in rows]),
    ]


def _by_district(season: Season, files: Sequence[File]) -> list[int]:
    """Answer the place of each file's home district in the season's list, one behind the last
    for who states none that it lists; nothing where the season lists none."""
    districts = districts_of(season)
    if not districts:
        return []
    places = {code: place for place, code in enumerate(districts.codes)}
    stated = dict(Application.objects.filter(season=season).values_list("id", "district"))
    nowhere = len(places)
    return [places.get(stated[application], nowhere) for application, _ in files]


def _draws(entries: Entries) -> Iterator[Heads]:
    until = time.monotonic() + MOST_SECONDS
    chance = np.random.default_rng()
    for _ in range(DRAWS):
        yield simulated_numbers(entries, chance)
        if time.monotonic() > until:
            return
