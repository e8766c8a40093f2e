"""After the draw: a seat that comes free goes to the first waiting file that fits, and every
step is a line of a hash-chained list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.entries import Entries
from mission.selection.rules.numbers import Heads, number_keys
from mission.selection.rules.orders import Order, pool_order
from mission.selection.rules.ruleset import Rules

PROMOTIONS_HEADER = b"line,at,event,reference,size,share,sha256\n"
WITHDRAWN, LAPSED, PROMOTED = "withdrawn", "lapsed", "promoted"


@dataclass(frozen=True)
class Vacancy:
    """Seats that came free, and whose they were: a share's, a stratum's, or everybody's."""

    seats: int
    share: str = ""
    stratum: str = ""


class LinkedFile(NamedTuple):
    """A file that is drawn together with others: the row that stands for them, its persons."""

    row: str
    size: int


@dataclass(frozen=True)
class PromotionLine:
    """One step after the draw; ``line`` counts from 1, no ``share`` is the general pool."""

    line: int
    at: datetime
    event: str
    reference: str
    size: int
    share: str

    def text(self) -> str:
        """Return the line of promotions.csv without its hash."""
        moment = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"{self.line},{moment},{self.event},{self.reference},{self.size},{self.share}"


def chained(previous_sha256: str, line: PromotionLine) -> str:
    """Return the hash of a line; the one before the first line is that of result.csv."""
    return hashlib.sha256(f"{previous_sha256},{line.text()}".encode()).hexdigest()


def promotions_csv(lines: Iterable[tuple[PromotionLine, str]]) -> bytes:
    """Return the bytes of promotions.csv from lines and their hashes."""
    texts = (f"{line.text()},{sha256}\n" for line, sha256 in lines)
    return PROMOTIONS_HEADER + "".join(texts).encode()


class WaitingList:
    """Who may still be promoted, in the order of each pool; for any number of free seats.

    The numbers of the draw are computed once, however many places are given on. Linked files
    wait as one row, with the persons of those of them that still wait.
    """

    def __init__(
        self,
        entries: Entries,
        rules: Rules,
        *,
        seed: str,
        waiting: Iterable[str],
        linked: Mapping[str, LinkedFile] | None = None,
    ) -> None:
        """Take the files that wait out of all.

        waiting  their references; of linked files their own, not that of the row
        linked   reference of a linked file → its row and persons
        """
        self._entries, self._rules, self._seed = entries, rules, seed
        self._linked, self._members = linked or {}, dict[str, list[str]]()
        self._sizes = entries.size.copy()
        alone = []
        for reference in sorted(waiting):
            file = self._linked.get(reference)
            if file is None:
                alone.append(reference)
            else:
                self._members.setdefault(file.row, []).append(reference)
        self._is_open = self._are([*alone, *self._members])
        for row, files in self._members.items():
            persons = sum(self._linked[reference].size for reference in files)
            self._sizes[self._are([row])] = persons
        self._orders: dict[tuple[str, ...], Order] = {}
        self._keys: Heads | None = None

    def drop(self, reference: str) -> None:
        """Forget a file that gave up waiting; those that it was linked to go on together."""
        file = self._linked.get(reference)
        if file is None:
            self._is_open &= ~self._are([reference])
            return
        members = self._members.get(file.row, [])
        if reference in members:
            members.remove(reference)
            self._sizes[self._are([file.row])] -= file.size
            self._is_open &= ~self._are([] if members else [file.row])

    def _are(self, references: list[str]) -> NDArray[np.bool_]:
        names = np.array([reference.encode() for reference in references], dtype=np.bytes_)
        return np.isin(self._entries.reference, names)

    def take(self, vacancy: Vacancy) -> Iterator[tuple[str, str]]:
        """Yield the reference and share of each file that takes free seats, in the order taken.

        First those that list the share whose seat came free, in its order; then those of the
        same stratum; then all, in the general order, unless strata leave their seats free. A
        file larger than what is left is passed over. Of linked files each is yielded.
        """
        sizes, seats = self._sizes, vacancy.seats
        for name, order, stratum in _pools(self._rules, vacancy):
            files = self._standing(order)
            if name:
                files = files[self._entries.may_use(name)[files]]
            if stratum:
                files = files[self._entries.in_stratum(stratum)[files]]
            while seats > 0 and len(files := files[sizes[files] <= seats]):
                first, files = int(files[0]), files[1:]
                self._is_open[first] = False
                seats -= int(sizes[first])
                taken = self._entries.reference[first].decode()
                for reference in self._members.get(taken, [taken]):
                    yield reference, name

    def _standing(self, order: tuple[str, ...]) -> Order:
        """Return who waits, in the order of a pool."""
        if order not in self._orders:
            self._orders[order] = pool_order(self._entries, order, numbers=self._numbers)
        files = self._orders[order]
        return files[self._is_open[files]]

    def _numbers(self) -> Heads:
        if self._keys is None:
            self._keys = number_keys(self._entries, seed=self._seed)
        return self._keys


def _pools(rules: Rules, vacancy: Vacancy) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield share, order and stratum of each pool that is asked, one after the other."""
    whole = [one for one in rules.shares if one.name == vacancy.share]
    yield from ((one.name, one.order, "") for one in whole)
    for part in rules.strata:
        if part.name == vacancy.stratum:
            own = [one for one in part.shares if one.name == vacancy.share]
            yield from ((one.name, one.order, part.name) for one in own)
            yield "", rules.general, part.name
    if not rules.strata or rules.left == "general":
        yield "", rules.general, ""
