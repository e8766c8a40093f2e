"""Tiers, tickets, shares and strata of many files at once, as ``file_rules`` gives them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foundation.refusals import Refusal
from mission.selection.rules.conditions import (
    CHECKS,
    DISTRICT,
    UNSTATED,
    BadShareCondition,
    Conditions,
)
from mission.selection.rules.entries import Counts
from mission.selection.rules.file_rules import FileRules, Tickets

Truths = NDArray[np.bool_]

# More would change nothing but the time: every ticket is a hash.
MOST_TICKETS_A_FILE = 100


class TooManyTickets(Refusal):
    """So many tickets that nobody would wait for their numbers."""

    code = "too_many_tickets"
    status = 422


@dataclass(frozen=True, eq=False)
class Coded:
    """One text for each file: ``texts[code]``."""

    code: Counts
    texts: tuple[str, ...]

    def names(self) -> NDArray[np.str_]:
        """Return the text of each file."""
        return np.array(self.texts)[self.code]

    def among(self, wanted: Collection[str]) -> Truths:
        """Tell whose text is one of some."""
        found: Truths = np.array([one in wanted for one in self.texts], dtype=np.bool_)[
            self.code
        ]
        return found


@dataclass(frozen=True, eq=False)
class LeadColumns:
    """The facts of ``LeadFacts``, one array each, of files that state nothing more."""

    age_years: Counts
    sex: NDArray[np.bytes_]
    nationality: NDArray[np.bytes_]
    has_been: Truths
    refused_seasons: Counts
    registered_years: Counts
    size: Counts
    has_men: Truths
    has_relative: Truths
    district: Coded

    def __len__(self) -> int:
        return len(self.age_years)


def holding(files: LeadColumns, asked: Conditions) -> Truths:
    """Tell for which files all of some conditions hold. Raises BadShareCondition."""
    for name in asked:
        if name not in CHECKS:
            raise BadShareCondition(condition=name)
    found = np.full(len(files), not any(name in asked for name in UNSTATED))
    for each in (*_in_range(files, asked), *_who_is_asked(files, asked)):
        found &= each
    return found


def _in_range(files: LeadColumns, asked: Conditions) -> Iterator[Truths]:
    columns = {
        "age_years": files.age_years,
        "refused_seasons": files.refused_seasons,
        "registered_years": files.registered_years,
        "size": files.size,
    }
    for name, column in columns.items():
        yield column >= asked.get(f"min_{name}", 0)
        if f"max_{name}" in asked:
            yield column <= asked[f"max_{name}"]


def _who_is_asked(files: LeadColumns, asked: Conditions) -> Iterator[Truths]:
    if "sex" in asked:
        yield files.sex == asked["sex"].encode()
    if "nationalities" in asked:
        yield np.isin(files.nationality, _encoded(asked["nationalities"]))
    if "other_nationalities" in asked:
        yield ~np.isin(files.nationality, _encoded(asked["other_nationalities"]))
    if DISTRICT in asked:
        yield files.district.among(asked[DISTRICT])
    if asked.get("never_hajj"):
        yield ~files.has_been
    if asked.get("without_men"):
        yield ~files.has_men & (files.sex != b"M")
    if asked.get("with_relative"):
        yield files.has_relative


def _encoded(names: Any) -> NDArray[np.bytes_]:
    return np.array([name.encode() for name in names], dtype=np.bytes_)


def tiers_of(files: LeadColumns, rules: FileRules) -> Counts:
    """Return the tier of each file, from 1."""
    tiers = np.full(len(files), len(rules.tiers) + 1, dtype=np.int32)
    for place in range(len(rules.tiers), 0, -1):
        tiers[holding(files, rules.tiers[place - 1])] = place
    return tiers


def tickets_of(files: LeadColumns, tickets: Tickets) -> Counts:
    """Return how many tickets each file has. Raises TooManyTickets."""
    seasons, code = np.unique(files.refused_seasons, return_inverse=True)
    each = [tickets.of(refused) for refused in seasons.tolist()]
    total = sum(n * count for n, count in zip(each, np.bincount(code).tolist(), strict=True))
    if total > MOST_TICKETS_A_FILE * len(files):
        raise TooManyTickets(most=MOST_TICKETS_A_FILE)
    found: Counts = np.array(each, dtype=np.int32)[code]
    return found


def shares_of(files: LeadColumns, shares: Mapping[str, Conditions]) -> Coded:
    """Return the list of shares that each file may use, as entries.csv writes it."""
    code: NDArray[np.intp] = np.zeros(len(files), dtype=np.intp)
    texts = [""]
    for name in sorted(shares):
        both = 2 * code + holding(files, shares[name])
        kept, code = np.unique(both, return_inverse=True)
        texts = [
            "|".join(filter(None, (texts[one // 2], name if one % 2 else "")))
            for one in kept.tolist()
        ]
    return Coded(code.astype(np.int32), tuple(texts) or ("",))


def strata_of(files: LeadColumns, strata: tuple[tuple[str, Conditions], ...]) -> Coded:
    """Return the stratum of each file: the first that holds, or nothing."""
    texts = ("", *(name for name, _ in strata))
    code = np.zeros(len(files), dtype=np.int32)
    for place in range(len(strata), 0, -1):
        code[holding(files, strata[place - 1][1])] = place
    return Coded(code, texts)
