"""Who has what chance by the rules of a round, over many simulated draws of its files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np

from foundation.dates import completed_years
from foundation.progress import QUIET, Progress
from mission.registration.models import Applicant, Application, Role
from mission.registration.queries import (
    changes_in,
    districts_of,
    families_of_season,
    newest_judgement,
)
from mission.season.models import Season
from mission.season.queries import rule_values, version_in_force
from mission.selection.models import Draw, Promotion, Round, Simulation
from mission.selection.queries.files import File
from mission.selection.queries.linked import lines_of_round
from mission.selection.queries.rounds import freeze_of, newest_rule_set, rules_of
from mission.selection.rules.entries import Entries, entries_of
from mission.selection.rules.fairness import (
    Fairness,
    GroupChance,
    Grouping,
    fairness,
    simulated_numbers,
)
from mission.selection.rules.numbers import Heads
from mission.selection.rules.seed import sha256_hex

DRAWS = 1_000
AGE_BAND_YEARS = 10
_LEAD = ("application_id", "person__birth_date", "person__sex", "nationality")


def fairness_of(selection_round: Round, *, progress: Progress = QUIET) -> Fairness | None:
    """Simulate draws of a round: its frozen files, before the freeze those eligible now.

    Linked files count as one, in the group of the first of them. Answers None when there are
    none. Every call throws its own dice; a nation's files take a minute and more.
    """
    files = lines_of_round(selection_round)
    if not files:
        return None
    rules = rules_of(selection_round)
    entries = entries_of((row for _, row in files), by_strata=bool(rules.strata))
    groupings = _groupings(selection_round.season, files)
    return fairness(entries, rules, groupings, _draws(entries, progress))


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


def _draws(entries: Entries, progress: Progress) -> Iterator[Heads]:
    chance = np.random.default_rng()
    progress.start(DRAWS)
    for _draw in range(DRAWS):
        yield simulated_numbers(entries, chance)
        progress.advance()
        progress.check()


def simulation_of(selection_round: Round) -> Simulation | None:
    """Answer what the last simulated draws of a round said, if any were."""
    return Simulation.objects.filter(round=selection_round).first()


def chances_of(simulation: Simulation) -> Fairness:
    """Answer the chances that a simulation kept."""
    chances = {
        name: [GroupChance(*facts) for facts in groups]
        for name, groups in simulation.chances.items()
    }
    return Fairness(simulation.draws, simulation.files, chances)


def has_files(selection_round: Round) -> bool:
    """Answer whether there is anything to simulate draws of."""
    run = newest_judgement(selection_round.season)
    is_frozen = freeze_of(selection_round) is not None
    return is_frozen or (run is not None and run.verdicts.filter(codes__len=0).exists())


def basis_of(selection_round: Round) -> str:
    """Hash what the chances of a round follow from, without reading its files.

    Frozen files and their rules stay as they are. Before that: the round's rules, the values
    of the season, its judgement and what was amended since, and whom earlier rounds settled.
    """
    freeze, season = freeze_of(selection_round), selection_round.season
    if freeze is not None:
        return _hashed("frozen", freeze.id)
    run = newest_judgement(season)
    return _hashed(
        "eligible",
        newest_rule_set(selection_round).id,
        version_in_force(season),
        None if run is None else run.id,
        changes_in(season),
        sorted(families_of_season(season).items()),
        Draw.objects.filter(round__season=season).exclude(result_sha256="").count(),
        Promotion.objects.filter(round__season=season).count(),
    )


def _hashed(*parts: object) -> str:
    return sha256_hex(json.dumps([str(part) for part in parts]).encode())
