"""Why a file has its outcome: what each pass of the draw said when its turn came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.draw import Drawn
from mission.selection.rules.orders import Order
from mission.selection.rules.ruleset import ACCEPT
from mission.selection.rules.seats import GENERAL, Pass

TAKEN, TOO_LARGE, FULL, CLOSED = "taken", "too_large", "full", "closed"
NOT_SOUGHT, SOUGHT_LATER = "not_sought", "sought_later"
# A verdict is kept as its index here: new ones come at the end.
VERDICTS = (TAKEN, TOO_LARGE, FULL, CLOSED, NOT_SOUGHT, SOUGHT_LATER)

LOOK = np.dtype([("place", "<u2"), ("verdict", "<u2"), ("turn", "<u4"), ("left", "<i8")])

Looks = NDArray[np.void]
Verdicts = NDArray[np.uint16]


@dataclass(frozen=True)
class Look:
    """What one pass said to one file.

    kind     ``before``, ``general``, ``after`` or ``rest``
    share    name of the pass's share, empty for the general pool
    turn     the file's place in the order of this pass, from 1, among ``files`` files
    left     seats that the pass still had at that turn; never below 0
    verdict  ``taken``; ``too_large`` for what was left; ``full``, nothing was left; ``closed``,
             the pass had ended at an earlier file that was too large; ``not_sought``, one seat
             was left and was looked for by size, not by this one; ``sought_later``, by this
             size too, but a size that comes before it was found
    stratum  the only stratum whose files the pass looked at, empty for all
    """

    kind: str
    share: str
    turn: int
    files: int
    left: int
    verdict: str
    stratum: str = ""


@dataclass(frozen=True)
class Heading:
    """What a pass says to every file alike; see Look."""

    kind: str
    share: str
    files: int
    stratum: str


@dataclass(frozen=True, eq=False)
class Explained:
    """What every pass said to every file, file after file in the order of the entries.

    headings  the passes, in the order in which they were made
    looks     of the dtype LOOK; ``place`` is an index into the headings
    ends      for each file, where its looks end; they begin where those before it end
    """

    headings: tuple[Heading, ...]
    looks: Looks
    ends: NDArray[np.int64]

    def of_files(self, start: int, stop: int) -> tuple[Looks, NDArray[np.int64]]:
        """Return the looks of some files, and how many each of them has."""
        begin = int(self.ends[start - 1]) if start else 0
        counts = np.diff(self.ends[start:stop], prepend=begin)
        return self.looks[begin : begin + int(counts.sum())], counts


def explain(drawn: Drawn) -> Explained:
    """Return what every pass said to the files it looked at.

    A pass over shares says nothing to files that do not list the share, one over a stratum
    nothing to other files, and none says anything to files that were seated before it.
    """
    passes = drawn.seated.passes
    headings = tuple(_heading(drawn, one) for one in passes)
    files = np.concatenate([one.among for one in passes])
    order = np.argsort(files, kind="stable")
    counts = np.bincount(files, minlength=len(drawn.entries))
    return Explained(
        headings=headings,
        looks=np.concatenate([_said(drawn, i) for i in range(len(passes))])[order],
        ends=np.cumsum(counts, dtype=np.int64),
    )


def read_looks(headings: tuple[Heading, ...], looks: Looks) -> Iterator[Look]:
    """Yield what the passes said to one file, in their order."""
    for place, verdict, turn, left in looks.tolist():
        one = headings[place]
        yield Look(
            kind=one.kind,
            share=one.share,
            turn=turn,
            files=one.files,
            left=left,
            verdict=VERDICTS[verdict],
            stratum=one.stratum,
        )


def _heading(drawn: Drawn, one: Pass) -> Heading:
    share = "" if one.share == GENERAL else drawn.rules.every_share[one.share].name
    return Heading(one.kind, share, len(one.among), one.stratum)


def _said(drawn: Drawn, place: int) -> Looks:
    """Return what a pass said to its files, in its own order."""
    one = drawn.seated.passes[place]
    looks = np.empty(len(one.among), dtype=LOOK)
    looks["place"] = place
    looks["turn"] = np.arange(1, len(looks) + 1)
    sizes = drawn.entries.size[one.among].astype(np.int64)
    is_taken = np.zeros(len(drawn.entries), dtype=np.bool_)
    is_taken[one.taken] = True
    taken = is_taken[one.among]
    given = np.where(taken, sizes, 0)
    looks["left"] = np.maximum(one.seats - (np.cumsum(given) - given), 0)
    looks["verdict"] = _verdicts(drawn, one, sizes=sizes, taken=taken, left=looks["left"])
    return looks


def _verdicts(
    drawn: Drawn, one: Pass, *, sizes: Order, taken: NDArray[np.bool_], left: Order
) -> Verdicts:
    """Return the index of each verdict of a pass, in its order."""
    rules = drawn.rules
    verdicts = np.full(len(sizes), VERDICTS.index(TOO_LARGE), dtype=np.uint16)
    if one.kind == "general" and rules.last_seat == "stop":
        # The first file that was too large ended the pass; nobody after it was looked at.
        ends = np.flatnonzero(~taken)[:1]
        verdicts[ends[0] + 1 if len(ends) else len(sizes) :] = VERDICTS.index(CLOSED)
    if one.kind == "general" and rules.last_seat == ACCEPT:
        # While a seat is left, this rule passes over a file for one reason only.
        sought = np.isin(sizes, [size for listed in rules.last_sizes for size in listed])
        verdicts[:] = VERDICTS.index(NOT_SOUGHT)
        verdicts[sought] = VERDICTS.index(SOUGHT_LATER)
    verdicts[left == 0] = VERDICTS.index(FULL)
    verdicts[taken] = VERDICTS.index(TAKEN)
    return verdicts
