"""What a set of rules does to people: the chance of each group over many simulated draws.

A simulated draw takes its numbers from a generator that the caller gives, never from a seed of
a round, so nothing here can be taken for a draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.entries import Entries
from mission.selection.rules.numbers import Heads
from mission.selection.rules.orders import Order, pool_order
from mission.selection.rules.ruleset import Rules
from mission.selection.rules.seats import allot_seats

Group = int | str

NUMBER_BITS = 62
# The middle 95 of 100 simulated draws lie between these.
BAND_PERCENT = (2.5, 97.5)


@dataclass(frozen=True)
class Grouping:
    """One way of dividing the files: for each file, in the order of the entries, its group."""

    name: str
    groups: Sequence[Group] | NDArray[Any]


@dataclass(frozen=True)
class GroupChance:
    """The share of a group's files that are selected: on average, and in the middle 95 %."""

    group: Group
    files: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Fairness:
    """The chances of the groups of each grouping, groups sorted; ``draws`` were simulated."""

    draws: int
    files: int
    chances: dict[str, list[GroupChance]]


def simulated_numbers(entries: Entries, chance: np.random.Generator) -> Heads:
    """Answer random numbers for all files: each the smallest of as many as it has tickets.

    The smallest of n uniform numbers is below x with chance 1 − (1 − x)ⁿ; inverted, one random
    number a file is enough.
    """
    uniform = chance.random(len(entries))
    least = -np.expm1(np.log1p(-uniform) / entries.tickets)
    numbers: Heads = (least * 2.0**NUMBER_BITS).astype(np.uint64)
    return numbers


def fairness(
    entries: Entries, rules: Rules, groupings: Sequence[Grouping], draws: Iterable[Heads]
) -> Fairness:
    """Hold one simulated draw for each array of numbers, and answer every group's chance.

    draws  arrays as of ``simulated_numbers``; at least one
    """
    codes = {each.name: np.unique(each.groups, return_inverse=True) for each in groupings}
    orders = KeptOrders(entries)
    counts: dict[str, list[NDArray[np.intp]]] = {name: [] for name in codes}
    held = 0
    for numbers in draws:
        held += 1
        selected = allot_seats(entries, rules, orders=orders.by(numbers)).selected
        for name, (groups, code) in codes.items():
            counts[name].append(np.bincount(code[selected], minlength=len(groups)))
    chances = {
        name: _chances(groups, np.bincount(code), np.array(counts[name]))
        for name, (groups, code) in codes.items()
    }
    return Fairness(held, len(entries), chances)


class KeptOrders:
    """The orders of pools; those without chance are the same in every draw, and kept."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self.fixed: dict[tuple[str, ...], Order] = {}
        self.drawn: dict[tuple[str, ...], Order] = {}

    def by(self, numbers: Heads) -> KeptOrders:
        """Begin a draw by these numbers."""
        self.numbers = numbers
        self.drawn.clear()
        return self

    def __call__(self, keys: tuple[str, ...]) -> Order:
        """Answer all files in the order of some keys."""
        is_drawn = any(key.removeprefix("-") == "number" for key in keys)
        kept = self.drawn if is_drawn else self.fixed
        if keys not in kept:
            kept[keys] = pool_order(self.entries, keys, numbers=lambda: self.numbers)
        return kept[keys]


def _chances(
    groups: NDArray[Any], files: NDArray[np.intp], selected: NDArray[np.intp]
) -> list[GroupChance]:
    shares = selected / files
    low, high = np.percentile(shares, BAND_PERCENT, axis=0)
    return [
        GroupChance(*facts)
        for facts in zip(
            groups.tolist(),
            files.tolist(),
            shares.mean(axis=0).tolist(),
            low.tolist(),
            high.tolist(),
            strict=True,
        )
    ]
