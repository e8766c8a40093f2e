"""The what-if room: supposed rules and values on the real applicants; nothing is written."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mission.registration.queries import CandidateFiles, Districts, candidate_files, refused_by
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection.models import Round
from mission.selection.queries.fairness import AGE_BAND_YEARS
from mission.selection.queries.files import file_rules_in_force
from mission.selection.queries.outcomes import settled_earlier
from mission.selection.queries.rounds import rules_of
from mission.selection.rules.columns import (
    Coded,
    LeadColumns,
    shares_of,
    strata_of,
    tickets_of,
    tiers_of,
)
from mission.selection.rules.entries import Entries
from mission.selection.rules.fairness import Grouping, simulated_numbers
from mission.selection.rules.file_rules import FileRules, season_file_rules
from mission.selection.rules.numbers import Heads
from mission.selection.rules.ruleset import Rules
from mission.selection.rules.what_if import Case, Compared, Pair, compare, simulation_seed

MOST_DRAWS = 100
# Both sides of the chances together: a page that answers at once matters more than a decimal.
MOST_SECONDS = 0.3

Draws = Callable[[Entries], Iterable[Heads]]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Ruling:
    """All that decides: a round's rules, what gives a file its place, the season's values."""

    rules: Rules
    file_rules: FileRules
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Supposed:
    """What supposed rules and values do to the files of a season, beside the saved ones.

    files      all files that the next round could draw, eligible or not
    refused    eligibility code → files that it holds against
    districts  those of the season; a group of them is a place in its list, or behind its last
    """

    files: int
    districts: Districts
    refused: dict[str, Pair]
    compared: Compared


def ruling_of(selection_round: Round) -> Ruling:
    """Answer what decides a round as it is saved."""
    values = rule_values(selection_round.season)
    return Ruling(rules_of(selection_round), file_rules_in_force(selection_round), values)


def suppose(
    selection_round: Round,
    supposed: Ruling,
    *,
    seed: str | None = None,
    draws: Draws | None = None,
) -> Supposed | None:
    """Compare a supposed ruling with the round's own, on the season's files; None without.

    seed  64 hex digits; without one, chance throws a new one for every call
    Raises RuleValueMissing, BadShareCondition, TooManyTickets.
    """
    season, saved = selection_round.season, ruling_of(selection_round)
    candidates = Candidates(season, saved, supposed)
    if not candidates.files:
        return None
    before = candidates.judged(saved)
    after = before if supposed == saved else candidates.judged(supposed)
    return Supposed(
        files=candidates.files,
        districts=candidates.all.districts,
        refused={
            code: Pair(before.refused[code], after.refused[code])
            for code in sorted(before.refused)
            if before.refused[code] or after.refused[code]
        },
        compared=compare(
            before.case,
            after.case,
            seed=seed or simulation_seed(secrets.token_hex(32)),
            draws=draws or _draws,
        ),
    )


@dataclass(frozen=True, eq=False)
class Judged:
    """The files as a ruling judges them: who is eligible, and how many are not, by reason."""

    case: Case
    refused: dict[str, int]


class Candidates:
    """The files of a season that its next round could draw, as columns."""

    def __init__(self, season: Season, *rulings: Ruling) -> None:
        """Read the files once, with all that any of the rulings asks for."""
        self.season = season
        asked = [
            conditions
            for each in (ruling.file_rules for ruling in rulings)
            for conditions in (*each.tiers, *each.shares.values(), *dict(each.strata).values())
        ]
        with_past = any("min_registered_years" in one for one in asked)
        self.all = candidate_files(season, with_past=with_past)
        self.open = np.ones(len(self.all), dtype=np.bool_)
        self.open[self.all.places(settled_earlier(season))] = False
        self.files = int(np.count_nonzero(self.open))
        self.of_season = season_file_rules(rule_values(season))
        # Parts that only one side knows are counted on both, to be compared.
        self.strata = [ruling.file_rules.strata for ruling in rulings]
        self._against: list[tuple[Mapping[str, Any], dict[str, NDArray[np.bool_]]]] = []

    def judged(self, ruling: Ruling) -> Judged:
        """Judge the files by a ruling."""
        against = self._refusals(ruling.values)
        refused = {
            code: int(np.count_nonzero(one & self.open)) for code, one in against.items()
        }
        is_in = self.open.copy()
        for one in against.values():
            is_in &= ~one
        places = np.flatnonzero(is_in)
        lead = _lead(self.all, places)
        entries = self._entries(ruling, places, lead)
        return Judged(
            Case(ruling.rules, entries, self._groupings(ruling, entries, lead)), refused
        )

    def _refusals(self, values: Mapping[str, Any]) -> dict[str, NDArray[np.bool_]]:
        """Judge by some values; a ruling that changes none of them needs it only once."""
        for known, found in self._against:
            if known == values:
                return found
        found = refused_by(values, self.all)
        self._against.append((values, found))
        return found

    def _entries(self, ruling: Ruling, places: Places, lead: LeadColumns) -> Entries:
        given, files = ruling.file_rules, self.all
        # The season's own tiers are those of registration, which judges by what was stated.
        is_own = given != self.of_season
        judged = lead if is_own else replace(lead, age_years=files.stated_age_years[places])
        shares = shares_of(lead, given.shares)
        strata = strata_of(lead, given.strata) if ruling.rules.strata else None
        return Entries(
            reference=files.reference[places],
            size=files.size[places],
            tier=tiers_of(judged, given),
            tickets=tickets_of(lead, given.tickets),
            queue=files.queue[places],
            age_days=files.lead_age_days[places],
            share_code=shares.code,
            share_texts=shares.texts,
            stratum_code=strata.code if strata else None,
            stratum_texts=strata.texts if strata else (),
        )

    def _groupings(self, ruling: Ruling, entries: Entries, lead: LeadColumns) -> list[Grouping]:
        """Divide the files, in the order of the entries."""
        home = rule_values(self.season).get("applications.home_nationality", "").encode()
        divided: dict[str, NDArray[Any]] = {"tier": entries.tier}
        strata = self._strata(ruling, lead)
        if strata:
            divided["stratum"] = strata.names()
        divided |= {
            "citizen": (lead.nationality == home).astype(np.int8),
            "age": lead.age_years // AGE_BAND_YEARS * AGE_BAND_YEARS,
            "sex": lead.sex.astype(str),
            "size": entries.size,
        }
        if self.all.districts:
            divided["district"] = lead.district.code
        return [Grouping(name, groups) for name, groups in divided.items()]

    def _strata(self, ruling: Ruling, lead: LeadColumns) -> Coded | None:
        given = ruling.file_rules.strata or next(filter(None, self.strata), ())
        return strata_of(lead, given) if given else None


def _lead(files: CandidateFiles, places: Places) -> LeadColumns:
    return LeadColumns(
        age_years=files.lead_age_years[places],
        sex=files.lead_sex[places],
        nationality=files.stated.nationality[places],
        has_been=files.has_been[places],
        refused_seasons=files.refused_seasons[places],
        registered_years=files.registered_years[places],
        size=files.size[places],
        has_men=files.has_men[places],
        has_relative=files.has_relative[places],
        district=Coded(files.district[places], (*files.districts.codes, "")),
    )


def _draws(entries: Entries) -> Iterator[Heads]:
    until = time.monotonic() + MOST_SECONDS / 2
    chance = np.random.default_rng()
    for _ in range(MOST_DRAWS):
        yield simulated_numbers(entries, chance)
        if time.monotonic() > until:
            return
