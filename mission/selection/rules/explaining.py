"""Why a file has its outcome: what each pass of the draw said when its turn came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mission.selection.rules.draw import Drawn
from mission.selection.rules.entries import Entries
from mission.selection.rules.seats import GENERAL, Pass

TAKEN, TOO_LARGE, FULL, CLOSED = "taken", "too_large", "full", "closed"
VERDICTS = (TAKEN, TOO_LARGE, FULL, CLOSED)


@dataclass(frozen=True)
class Look:
    """What one pass said to one file.

    kind     ``before``, ``general``, ``after`` or ``rest``
    share    name of the pass's share, empty for the general pool
    turn     the file's place in the order of this pass, from 1, among ``files`` files
    left     seats that the pass still had at that turn; never below 0
    verdict  ``taken``; ``too_large`` for what was left; ``full``, nothing was left; ``closed``,
             the pass had ended at an earlier file that was too large
    """

    kind: str
    share: str
    turn: int
    files: int
    left: int
    verdict: str


def explain(drawn: Drawn) -> Iterator[tuple[str, list[Look]]]:
    """Yield each reference with what every pass said to it, in the order of the passes.

    A pass over shares says nothing to files that do not list the share, and none says anything
    to files that were seated before it.
    """
    entries = drawn.entries
    looks: list[list[Look]] = [[] for _ in range(len(entries))]
    for one in drawn.seated.passes:
        name = "" if one.share == GENERAL else drawn.rules.every_share[one.share].name
        left, verdicts = _turns(entries, one, closes=_closes(drawn, one))
        turns = zip(one.among.tolist(), left.tolist(), verdicts.tolist(), strict=True)
        for turn, (file, seats, verdict) in enumerate(turns, start=1):
            said = VERDICTS[verdict]
            looks[file].append(Look(one.kind, name, turn, len(one.among), seats, said))
    references = entries.reference.astype(str).tolist()
    yield from zip(references, looks, strict=True)


def _closes(drawn: Drawn, one: Pass) -> bool:
    return one.kind == "general" and drawn.rules.last_seat == "stop"


def _turns(
    entries: Entries, one: Pass, *, closes: bool
) -> tuple[np.typing.NDArray[np.int64], np.typing.NDArray[np.int8]]:
    """Return, for each file of a pass in its order, the seats left and the verdict's index."""
    sizes = entries.size[one.among].astype(np.int64)
    is_taken = np.isin(one.among, one.taken, assume_unique=True)
    given = np.where(is_taken, sizes, 0)
    left = np.maximum(one.seats - (np.cumsum(given) - given), 0)
    verdicts = np.full(len(sizes), VERDICTS.index(TOO_LARGE), dtype=np.int8)
    verdicts[left == 0] = VERDICTS.index(FULL)
    if closes:
        # The first file that was too large ended the pass; nobody after it was looked at.
        ends = np.flatnonzero(~is_taken)[:1]
        after = np.arange(len(sizes)) > (ends[0] if len(ends) else len(sizes))
        verdicts[after & (left > 0)] = VERDICTS.index(CLOSED)
    verdicts[is_taken] = VERDICTS.index(TAKEN)
    return left, verdicts
