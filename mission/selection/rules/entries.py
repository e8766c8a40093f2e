"""The frozen files of a round: entries.csv to the byte, held as columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foundation.refusals import Refusal

HEADER = b"reference,size,tier,tickets,queue,age_days,shares\n"
STRATA_HEADER = b"reference,size,tier,tickets,queue,age_days,shares,stratum\n"
REFERENCE = re.compile(r"[A-Z0-9-]{1,40}")
SHARE = re.compile(r'[^,|"\x00-\x1f\x7f]+')
LARGEST_COUNT = 10**9 - 1
LEAST = {"size": 1, "tier": 1, "tickets": 1, "queue": 1, "age_days": 0}

Bytes = NDArray[np.bytes_]
Counts = NDArray[np.int32]


class BadEntry(Refusal):
    """An entry that entries.csv cannot hold."""

    code = "bad_entry"
    status = 422


class EntryTwice(Refusal):
    """A reference that stands twice among the entries."""

    code = "entry_twice"
    status = 422


@dataclass(frozen=True)
class EntryRow:
    """One file in the urn.

    size      persons
    queue     place in the order of registration, from 1
    age_days  of the lead on the season's reference day
    shares    names of the reserved shares that the file may use
    stratum   the part of the files that it belongs to; empty for none
    """

    reference: str
    size: int
    tier: int
    tickets: int
    queue: int
    age_days: int
    shares: tuple[str, ...] = ()
    stratum: str = ""


@dataclass(frozen=True, eq=False)
class Entries:
    """All files of a round in byte order of their references, one array for each column.

    share_code     index into share_texts
    share_texts    the distinct lists of shares in entries.csv
    stratum_code   index into stratum_texts
    stratum_texts  the distinct strata; none when entries.csv has no such column
    """

    reference: Bytes
    size: Counts
    tier: Counts
    tickets: Counts
    queue: Counts
    age_days: Counts
    share_code: Counts
    share_texts: tuple[str, ...]
    stratum_code: Counts | None = None
    stratum_texts: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.reference)

    @property
    def persons(self) -> int:
        """Return how many persons all files have together."""
        return int(self.size.sum(dtype=np.int64))

    def may_use(self, share: str) -> NDArray[np.bool_]:
        """Return, for each file, whether it lists a share."""
        listed = [share in text.split("|") for text in self.share_texts]
        return np.array(listed, dtype=np.bool_)[self.share_code]

    def in_stratum(self, name: str) -> NDArray[np.bool_]:
        """Return, for each file, whether it belongs to a stratum."""
        if self.stratum_code is None:
            return np.zeros(len(self), dtype=np.bool_)
        is_it = np.array([text == name for text in self.stratum_texts], dtype=np.bool_)
        return is_it[self.stratum_code]

    def as_csv(self) -> bytes:
        """Return the bytes of entries.csv."""
        header = HEADER if self.stratum_code is None else STRATA_HEADER
        return header + b"".join(self._lines())

    def _lines(self, chunk: int = 1 << 16) -> Iterator[bytes]:
        counts = (self.size, self.tier, self.tickets, self.queue, self.age_days)
        for start in range(0, len(self), chunk):
            part = slice(start, start + chunk)
            names = self.reference[part].astype(str).tolist()
            texts = [self.share_texts[code] for code in self.share_code[part].tolist()]
            if self.stratum_code is not None:
                strata = [self.stratum_texts[i] for i in self.stratum_code[part].tolist()]
                texts = [f"{text},{name}" for text, name in zip(texts, strata, strict=True)]
            rows = zip(names, *(column[part].tolist() for column in counts), texts, strict=True)
            yield "".join(
                [f"{r},{s},{t},{n},{q},{a},{x}\n" for r, s, t, n, q, a, x in rows]
            ).encode()


def entries_of(rows: Iterable[EntryRow], *, by_strata: bool = False) -> Entries:
    """Put rows in any order into the columns of a round. Raises BadEntry, EntryTwice.

    by_strata  the rules have strata, so that entries.csv has their column
    """
    ordered = sorted((_checked(row) for row in rows), key=lambda row: row.reference)
    for one, other in pairwise(ordered):
        if one.reference == other.reference:
            raise EntryTwice(reference=one.reference)
    texts: dict[str, int] = {}
    codes = [texts.setdefault("|".join(sorted(r.shares)), len(texts)) for r in ordered]
    strata: dict[str, int] = {}
    strata_codes = [strata.setdefault(r.stratum, len(strata)) for r in ordered if by_strata]
    return Entries(
        reference=np.array([row.reference for row in ordered], dtype=np.bytes_),
        size=_column([row.size for row in ordered]),
        tier=_column([row.tier for row in ordered]),
        tickets=_column([row.tickets for row in ordered]),
        queue=_column([row.queue for row in ordered]),
        age_days=_column([row.age_days for row in ordered]),
        share_code=_column(codes),
        share_texts=tuple(texts) or ("",),
        stratum_code=_column(strata_codes) if by_strata else None,
        stratum_texts=tuple(strata),
    )


def _column(values: list[int]) -> Counts:
    return np.array(values, dtype=np.int32)


def _checked(row: EntryRow) -> EntryRow:
    if not REFERENCE.fullmatch(row.reference):
        raise BadEntry(reference=row.reference, column="reference")
    for column, least in LEAST.items():
        if not least <= getattr(row, column) <= LARGEST_COUNT:
            raise BadEntry(reference=row.reference, column=column)
    if row.shares and not _is_share_list(row.shares):
        raise BadEntry(reference=row.reference, column="shares")
    if row.stratum and not SHARE.fullmatch(row.stratum):
        raise BadEntry(reference=row.reference, column="stratum")
    return row


def _is_share_list(shares: tuple[str, ...]) -> bool:
    """Tell whether these names can stand in the last column and be told apart there."""
    return len(set(shares)) == len(shares) and all(map(SHARE.fullmatch, shares))
