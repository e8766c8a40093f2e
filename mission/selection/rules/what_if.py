"""Saved rules and supposed ones on the same files with the same numbers: who gains and loses.

Nothing here is a draw: the seed of a simulation is hashed from words of its own, so that no
round can ever have it, and what comes out holds counts and no outcome of anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.entries import Entries
from mission.selection.rules.fairness import Fairness, Group, Grouping, KeptOrders, fairness
from mission.selection.rules.numbers import Heads, number_keys
from mission.selection.rules.ruleset import WHEN, Rules, Share
from mission.selection.rules.seats import Seated, allot_seats
from mission.selection.rules.seed import sha256_hex

DOMAIN = "rifada-simulation-1"

Draws = Callable[[Entries], Iterable[Heads]]


@dataclass(frozen=True)
class Pair:
    """A count by the saved rules and by the supposed ones."""

    saved: int
    supposed: int


@dataclass(frozen=True)
class GroupSeats:
    """Files of one group that are eligible, and persons of it who have seats."""

    group: Group
    files: Pair
    seats: Pair


@dataclass(frozen=True)
class ShareSeats:
    """Persons with seats whose files may use a share: by the saved rules, by the supposed ones,
    and by those with the share filled before the general pool, or after it."""

    name: str
    promised: Pair
    seats: Pair
    guarantee: int
    over_and_above: int


@dataclass(frozen=True)
class GroupChances:
    """The share of a group's files that are selected on average; None where it has none."""

    group: Group
    saved: float | None
    supposed: float | None


@dataclass(frozen=True)
class Compared:
    """What supposed rules change.

    gained, lost     files that are selected only by the one or only by the other
    lost_ineligible  of those lost, the files that would not be eligible
    draws            simulated draws behind the chances, by the rules that had fewer
    """

    eligible_files: Pair
    eligible_persons: Pair
    selected_files: Pair
    selected_persons: Pair
    gained: int
    lost: int
    lost_ineligible: int
    groups: dict[str, list[GroupSeats]]
    shares: list[ShareSeats]
    chances: dict[str, list[GroupChances]]
    draws: int


@dataclass(frozen=True, eq=False)
class Case:
    """Some rules, the files that are eligible by them, and how these divide into groups."""

    rules: Rules
    entries: Entries
    groupings: Sequence[Grouping]


def simulation_seed(chance: str) -> str:
    """Return a seed for a simulation, from chance of any kind."""
    return sha256_hex(f"{DOMAIN}\n{chance}\n".encode())


def compare(saved: Case, supposed: Case, *, seed: str, draws: Draws) -> Compared:
    """Seat the files of both cases by the numbers of one seed, and count.

    draws  gives arrays of simulated numbers for the chances, as ``fairness`` takes them
    """
    before = Simulation(saved, seed)
    after = Simulation(supposed, seed)
    was, now = before.seat(saved.rules), after.seat(supposed.rules)
    left, came = _names(saved, was), _names(supposed, now)
    lost = np.setdiff1d(left, came, assume_unique=True)
    gone = np.setdiff1d(lost, supposed.entries.reference, assume_unique=True)
    chances = _fairness_of_both(saved, supposed, draws)
    return Compared(
        eligible_files=Pair(len(saved.entries), len(supposed.entries)),
        eligible_persons=Pair(saved.entries.persons, supposed.entries.persons),
        selected_files=Pair(len(left), len(came)),
        selected_persons=Pair(_persons(saved, was), _persons(supposed, now)),
        gained=len(np.setdiff1d(came, left, assume_unique=True)),
        lost=len(lost),
        lost_ineligible=len(gone),
        groups=_groups(saved, was, supposed, now),
        shares=[
            _share(name, before, after, was=was, now=now)
            for name in dict.fromkeys(
                share.name for share in (*supposed.rules.every_share, *saved.rules.every_share)
            )
        ],
        chances=_chances(*chances),
        draws=min(each.draws for each in chances),
    )


class Simulation:
    """The files of a case with their numbers; any rules may seat them."""

    def __init__(self, case: Case, seed: str) -> None:
        self.case = case
        self.orders = KeptOrders(case.entries).by(number_keys(case.entries, seed=seed))

    def seat(self, rules: Rules) -> Seated:
        """Seat the files by some rules, as a draw of this seed would."""
        return allot_seats(self.case.entries, rules, orders=self.orders)

    def members(self, share: str, seated: Seated) -> int:
        """Count the persons with seats whose files may use a share."""
        files = seated.selected[self.case.entries.may_use(share)[seated.selected]]
        return int(self.case.entries.size[files].sum(dtype=np.int64))


def _names(case: Case, seated: Seated) -> NDArray[np.bytes_]:
    names: NDArray[np.bytes_] = case.entries.reference[seated.selected]
    return names


def _persons(case: Case, seated: Seated) -> int:
    return int(case.entries.size[seated.selected].sum(dtype=np.int64))


def _share(
    name: str, before: Simulation, after: Simulation, *, was: Seated, now: Seated
) -> ShareSeats:
    guarantee, over = (
        after.members(name, after.seat(_with_share(after.case.rules, name, when)))
        for when in WHEN
    )
    promised = [_promised(held.case.rules, name) for held in (before, after)]
    return ShareSeats(
        name,
        promised=Pair(*promised),
        seats=Pair(before.members(name, was), after.members(name, now)),
        guarantee=guarantee,
        over_and_above=over,
    )


def _promised(rules: Rules, name: str) -> int:
    return sum(share.seats for share in rules.every_share if share.name == name)


def _with_share(rules: Rules, name: str, when: str) -> Rules:
    """Return rules of which one share is filled before the general pool, or after it.

    Inside a stratum that is the pool of the stratum.
    """

    def moved(shares: tuple[Share, ...]) -> tuple[Share, ...]:
        return tuple(
            replace(share, when=when) if share.name == name else share for share in shares
        )

    strata = tuple(replace(part, shares=moved(part.shares)) for part in rules.strata)
    return replace(rules, shares=moved(rules.shares), strata=strata)


def _groups(
    saved: Case, was: Seated, supposed: Case, now: Seated
) -> dict[str, list[GroupSeats]]:
    counted = {}
    pairs = zip(saved.groupings, supposed.groupings, strict=True)
    for one, other in pairs:
        files, seats = _counts(saved, one, was)
        files_now, seats_now = _counts(supposed, other, now)
        counted[one.name] = [
            GroupSeats(
                group,
                files=Pair(files.get(group, 0), files_now.get(group, 0)),
                seats=Pair(seats.get(group, 0), seats_now.get(group, 0)),
            )
            for group in sorted({*files, *files_now})
        ]
    return counted


def _counts(
    case: Case, grouping: Grouping, seated: Seated
) -> tuple[dict[Group, int], dict[Group, int]]:
    """Count eligible files and seated persons of each group."""
    groups, code = np.unique(np.asarray(grouping.groups), return_inverse=True)
    files = np.bincount(code, minlength=len(groups))
    seats = np.bincount(
        code[seated.selected],
        weights=case.entries.size[seated.selected],
        minlength=len(groups),
    )
    names = groups.tolist()
    return (
        dict(zip(names, files.tolist(), strict=True)),
        dict(zip(names, seats.astype(np.int64).tolist(), strict=True)),
    )


def _fairness_of_both(saved: Case, supposed: Case, draws: Draws) -> tuple[Fairness, Fairness]:
    first = _fairness_of(saved, draws)
    is_same = supposed.entries is saved.entries and supposed.rules == saved.rules
    return first, first if is_same else _fairness_of(supposed, draws)


def _fairness_of(case: Case, draws: Draws) -> Fairness:
    return fairness(case.entries, case.rules, case.groupings, draws(case.entries))


def _chances(saved: Fairness, supposed: Fairness) -> dict[str, list[GroupChances]]:
    found = {}
    for name, groups in saved.chances.items():
        was = {each.group: each.mean for each in groups}
        now = {each.group: each.mean for each in supposed.chances[name]}
        found[name] = [
            GroupChances(group, was.get(group), now.get(group))
            for group in sorted({*was, *now})
        ]
    return found
