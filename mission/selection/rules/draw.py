"""The draw: frozen entries, rules and a seed in; who is selected and who waits out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.entries import Entries
from mission.selection.rules.numbers import Advance, Heads, number_keys
from mission.selection.rules.orders import Order, pool_order
from mission.selection.rules.ruleset import Rules
from mission.selection.rules.seats import GENERAL, Seated, allot_seats

RESULT_HEADER = b"reference,outcome,place,share\n"
SELECTED, WAITING = "selected", "waiting"
CHUNK = 1 << 16


@dataclass(frozen=True)
class ResultRow:
    """One line of result.csv; place counts from 1 within the outcome."""

    reference: str
    outcome: str
    place: int
    share: str


@dataclass(frozen=True, eq=False)
class Drawn:
    """A draw that was held, with the files and rules that decided it."""

    entries: Entries
    rules: Rules
    seated: Seated

    @property
    def persons(self) -> int:
        """Return how many persons were selected."""
        return int(self.entries.size[self.seated.selected].sum(dtype=np.int64))

    def rows(self) -> Iterator[ResultRow]:
        """Yield the lines of result.csv, selected first, by place."""
        for outcome, references, shares in self._chunks():
            for (place, reference), share in zip(references, shares, strict=True):
                yield ResultRow(reference, outcome, place, share)

    def as_csv(self) -> bytes:
        """Return the bytes of result.csv."""
        return RESULT_HEADER + b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Yield the lines of result.csv, many at a time."""
        for outcome, references, shares in self._chunks():
            yield "".join(
                [
                    f"{reference},{outcome},{place},{share}\n"
                    for (place, reference), share in zip(references, shares, strict=True)
                ]
            ).encode()

    def _chunks(self) -> Iterator[tuple[str, Iterator[tuple[int, str]], list[str]]]:
        seated = self.seated
        nobody = np.full(len(seated.waiting), GENERAL, dtype=np.int16)
        yield from self._outcome(SELECTED, seated.selected, seated.share_of)
        yield from self._outcome(WAITING, seated.waiting, nobody)

    def _outcome(
        self, outcome: str, files: Order, share_of: NDArray[np.int16]
    ) -> Iterator[tuple[str, Iterator[tuple[int, str]], list[str]]]:
        names = [*(share.name for share in self.rules.every_share), ""]  # GENERAL is the last
        for start in range(0, len(files), CHUNK):
            part = files[start : start + CHUNK]
            references = self.entries.reference[part].astype(str).tolist()
            shares = [names[i] for i in share_of[start : start + CHUNK].tolist()]
            yield outcome, iter(enumerate(references, start=start + 1)), shares


def hold_draw(
    entries: Entries,
    rules: Rules,
    *,
    seed: str,
    heads: Heads | None = None,
    advance: Advance | None = None,
) -> Drawn:
    """Draw; the same files, rules and seed give the same result on every machine.

    seed     64 lower-case hex digits
    heads    the heads of the files' numbers with this seed, if they are known already
    advance  is told how many more files have their number
    """

    @lru_cache(maxsize=1)
    def numbers() -> Heads:
        return number_keys(entries, seed=seed, heads=heads, advance=advance)

    @lru_cache(maxsize=2)
    def orders(keys: tuple[str, ...]) -> Order:
        return pool_order(entries, keys, numbers=numbers)

    return Drawn(entries, rules, allot_seats(entries, rules, orders=orders))
