"""Does a draw look as chance would have it? Tests that run before a result is published.

In 2011 a lottery of 19 million entries was annulled because its program had not shuffled: most
winners had entered in the first two days. Whoever looks at a result before it is public sees
such a thing. Each test answers how often a fair draw would look at least as odd; the draw is
refused only where that is less than once in a thousand million fair draws, so a true one is
not stopped for its looks. A test cannot prove a draw fair: that is what the proof is for.

Sources: A. N. Kolmogorov (1933), with M. A. Stephens' correction (JRSS B 32, 1970); C. Spearman
(1904), with the variance of the permutation distribution.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foundation.refusals import Refusal
from mission.selection.rules.entries import Counts, Entries
from mission.selection.rules.numbers import Heads
from mission.selection.rules.ruleset import Rules

EVEN, QUEUE, PLACES = "even", "queue", "places"
# Three tests of every fair draw: one in 300 million draws would be stopped without cause.
ABSURD = 1e-9
# Below so many files a test says nothing, and the formulas do not hold.
LEAST_FILES = 8

Floats = NDArray[np.float64]


class DrawNotRandom(Refusal):
    """The numbers or places of a draw are not as chance gives them."""

    code = "draw_not_random"


@dataclass(frozen=True)
class Finding:
    """What a test found.

    name       EVEN: the numbers are spread evenly; QUEUE: they do not depend on when a file was
               registered; PLACES: nor do the places of the result
    files      how many were looked at
    statistic  the largest gap for EVEN, else how many standard deviations from independence
    p_value    how often a fair draw looks at least as odd
    """

    name: str
    files: int
    statistic: float
    p_value: float


def examine_draw(
    entries: Entries, rules: Rules, *, heads: Heads, places: NDArray[np.integer]
) -> list[Finding]:
    """Return the tests that can be made of a draw, from files, numbers and written result.

    heads   the first 64 bits of each file's number, in the order of the entries
    places  each file's place in the result, selected from 1, and the waiting behind them
    """
    spread = evened(heads, entries.tickets)
    everywhere = np.zeros(len(entries), dtype=np.intp)
    found = [
        _even(spread),
        _independent(QUEUE, spread, entries.queue, strata=everywhere),
        _places(entries, rules, places),
    ]
    return [result for result in found if result is not None]


def check_random(results: Iterable[Finding]) -> None:
    """Raise DrawNotRandom when a fair draw would practically never look so."""
    for result in results:
        if result.p_value < ABSURD:
            raise DrawNotRandom(test=result.name, p_value=f"{result.p_value:.1e}")


def evened(heads: Heads, tickets: NDArray[np.integer]) -> Floats:
    """Return the numbers as parts of one, each as if its file had held one ticket.

    The smallest of n even numbers is u; then 1 − (1 − u)^n is even.
    """
    parts = (heads.astype(np.float64) + 0.5) / 2.0**64
    one: Floats = -np.expm1(tickets * np.log1p(-np.minimum(parts, 1 - 2.0**-53)))
    return one


def _even(spread: Floats) -> Finding | None:
    """Kolmogorov and Smirnov: the largest gap between the numbers and an even spread."""
    count = len(spread)
    if count < LEAST_FILES:
        return None
    ordered = np.sort(spread)
    steps = np.arange(count + 1) / count
    gap = float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))
    scaled = gap * (math.sqrt(count) + 0.12 + 0.11 / math.sqrt(count))
    return Finding(EVEN, count, gap, _kolmogorov(scaled))


def _kolmogorov(scaled: float) -> float:
    if scaled < 0.3:  # the series begins slowly here, and its sum is 1 to five digits
        return 1.0
    terms = (2 * (-1) ** (k - 1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, math.fsum(terms)))


def _independent(
    name: str, one: NDArray[np.generic], other: NDArray[np.generic], *, strata: NDArray[np.intp]
) -> Finding | None:
    """Spearman: ranks of one against ranks of the other, within each stratum, added up."""
    covariance = variance = 0.0
    files = 0
    for members in _groups(strata):
        first, second = _centred_ranks(one[members]), _centred_ranks(other[members])
        count = len(first)
        spread = float((first**2).sum() * (second**2).sum())
        if count >= LEAST_FILES and spread:
            files += count
            covariance += float((first * second).sum())
            variance += spread / (count - 1)
    if not files:
        return None
    deviations = covariance / math.sqrt(variance)
    return Finding(name, files, deviations, math.erfc(abs(deviations) / math.sqrt(2)))


def _groups(strata: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return the indices of each stratum."""
    order = np.argsort(strata, kind="stable")
    borders = np.flatnonzero(np.diff(strata[order])) + 1
    return np.split(order, borders)


def _centred_ranks(values: NDArray[np.generic]) -> Floats:
    """Return ranks around zero; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means = ends - (counts + 1) / 2
    ranks: Floats = means[inverse] - (len(values) - 1) / 2
    return ranks


def _places(entries: Entries, rules: Rules, places: NDArray[np.integer]) -> Finding | None:
    """Test the places as they were written, among files that only the lot sets apart.

    Those are files of one stratum and one tier (or whatever the general order asks before the
    number) with equally many tickets, which may use no share. An order without a lot has no
    such test.
    """
    if "number" not in {key.removeprefix("-") for key in rules.general}:
        return None
    general = np.ones(len(entries), dtype=np.bool_)
    for share in rules.every_share:
        general &= ~entries.may_use(share.name)
    if not general.any():
        return None
    alike = [entries.tickets[general]]
    alike += [column[general] for column in _before_the_lot(entries, rules)]
    if entries.stratum_code is not None:
        alike.append(entries.stratum_code[general])
    queue, strata = entries.queue[general], _numbered(alike)
    return _independent(PLACES, places[general], queue, strata=strata)


def _numbered(columns: list[Counts]) -> NDArray[np.intp]:
    """Return a number for each row of some columns, the same for rows that are equal."""
    numbers = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        _, codes = np.unique(column, return_inverse=True)
        # Two numbers at a time, so that their product never grows beyond the rows squared.
        _, numbers = np.unique(numbers * (int(codes.max()) + 1) + codes, return_inverse=True)
    return numbers


def _before_the_lot(entries: Entries, rules: Rules) -> list[Counts]:
    keys = [key.removeprefix("-") for key in rules.general]
    return [getattr(entries, key) for key in keys[: keys.index("number")]]
