"""Who has what chance by the rules of a round, over many simulated draws of its files."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from uuid import UUID

import numpy as np

from mission.registration.models import Applicant, Role
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection.models import Entry, Round
from mission.selection.queries.files import eligible_rows
from mission.selection.queries.outcomes import settled_earlier
from mission.selection.queries.rounds import freeze_of, rules_of
from mission.selection.rules.entries import Entries, EntryRow, entries_of
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
DAYS_OF_TEN_YEARS = 3_652.425
HOME, OTHERS = "home", "others"

File = tuple[UUID, EntryRow]


def fairness_of(selection_round: Round) -> Fairness | None:
    """Simulate draws of a round: its frozen files, before the freeze those eligible now.

    Answers None when there are none. Every call throws its own dice.
    """
    files = _files(selection_round)
    if not files:
        return None
    entries = entries_of(row for _, row in files)
    groupings = _groupings(selection_round.season, files)
    return fairness(entries, rules_of(selection_round), groupings, _draws(entries))


def _files(selection_round: Round) -> list[File]:
    if freeze_of(selection_round) is None:
        season = selection_round.season
        found = eligible_rows(season, leaving_out=settled_earlier(season))
    else:
        columns = "application_id reference size tier tickets queue age_days shares".split()
        frozen = Entry.objects.filter(round=selection_round).values_list(*columns)
        found = [
            (application, EntryRow(reference, size, tier, tickets, queue, age, tuple(shares)))
            for application, reference, size, tier, tickets, queue, age, shares in frozen
        ]
    return sorted(found, key=lambda file: file[1].reference)


def _groupings(season: Season, files: Sequence[File]) -> list[Grouping]:
    leads = {
        application: (sex, nationality)
        for application, sex, nationality in Applicant.objects.filter(
            application__season=season, role=Role.LEAD
        ).values_list("application_id", "person__sex", "nationality")
    }
    home = rule_values(season).get("applications.home_nationality", "")
    of_leads = [leads[application] for application, _ in files]
    return [
        Grouping("tier", [f"{row.tier:03d}" for _, row in files]),
        Grouping("age", [_decade(row) for _, row in files]),
        Grouping("sex", [sex for sex, _ in of_leads]),
        Grouping("nationality", [HOME if own == home else OTHERS for _, own in of_leads]),
        Grouping("size", [f"{row.size:03d}" for _, row in files]),
        Grouping("tickets", [f"{row.tickets:03d}" for _, row in files]),
    ]


def _decade(row: EntryRow) -> str:
    return f"{int(row.age_days // DAYS_OF_TEN_YEARS) * 10:03d}"


def _draws(entries: Entries) -> Iterator[Heads]:
    until = time.monotonic() + MOST_SECONDS
    chance = np.random.default_rng()
    for _ in range(DRAWS):
        yield simulated_numbers(entries, chance)
        if time.monotonic() > until:
            return
