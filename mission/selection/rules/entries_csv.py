"""Reads entries.csv into columns, a block of lines at a time, refusing the first line that the
specification does not allow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from foundation.refusals import Refusal
from mission.selection.rules.entries import (
    HEADER,
    LARGEST_COUNT,
    LEAST,
    SHARE,
    STRATA_HEADER,
    Bytes,
    Counts,
    Entries,
)

BLOCK_BYTES = 1 << 22
COMMA, NEWLINE, ZERO = 0x2C, 0x0A, 0x30
IN_REFERENCE = np.zeros(256, dtype=np.bool_)
IN_REFERENCE[np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", dtype=np.uint8)] = True

Block = NDArray[np.uint8]
Places = NDArray[np.int64]


class BadEntriesFile(Refusal):
    """A file that is not entries.csv as specified; ``line`` counts from 1."""

    code = "bad_entries_file"
    status = 422


def read_entries(data: bytes) -> Entries:
    """Read the bytes of entries.csv. Raises BadEntriesFile with the first bad line."""
    header = HEADER if data.startswith(HEADER) else STRATA_HEADER
    if not data.startswith(header):
        raise BadEntriesFile(line=1)
    reader = _Reader(columns=header.count(b",") + 1)
    start = len(header)
    while start < len(data):
        stop = data.find(b"\n", min(start + BLOCK_BYTES, len(data) - 1)) + 1
        if stop == 0:
            raise BadEntriesFile(line=data.count(b"\n") + 1)
        reader.read_block(data[start:stop])
        start = stop
    return reader.entries()


class _Reader:
    """Gathers the columns of one file block by block."""

    def __init__(self, *, columns: int) -> None:
        self.columns = columns
        self.references: list[Bytes] = []
        self.counts: list[list[Counts]] = [[] for _ in LEAST]
        self.codes: list[Counts] = []
        self.texts: dict[bytes, int] = {}
        self.strata_codes: list[Counts] = []
        self.strata: dict[bytes, int] = {}
        self.lines = 1

    def read_block(self, data: bytes) -> None:
        block = np.frombuffer(data, dtype=np.uint8)
        stops = self._stops(block)
        starts = np.empty_like(stops)
        starts[:, 1:] = stops[:, :-1] + 1
        starts[1:, 0] = stops[:-1, -1] + 1
        starts[0, 0] = 0
        self.references.append(self._references(block, starts[:, 0], stops[:, 0]))
        for i, least in enumerate(LEAST.values(), start=1):
            column = self._numbers(block, starts[:, i], stops[:, i], least=least)
            self.counts[i - 1].append(column)
        shares = 1 + len(LEAST)
        codes = self._codes(data, starts[:, shares], stops[:, shares], texts=self.texts)
        self._check_texts(codes, self.texts, allowed=_is_share_list)
        self.codes.append(codes)
        if self.has_strata:
            codes = self._codes(data, starts[:, -1], stops[:, -1], texts=self.strata)
            self._check_texts(codes, self.strata, allowed=_is_stratum)
            self.strata_codes.append(codes)
        self.lines += len(stops)

    def entries(self) -> Entries:
        size, tier, tickets, queue, age_days = (_joined(parts) for parts in self.counts)
        reference = np.concatenate(self.references or [np.array([], dtype="S1")])
        self.lines = 1
        self._check(reference[1:] > reference[:-1], after=1)
        return Entries(
            reference=reference,
            size=size,
            tier=tier,
            tickets=tickets,
            queue=queue,
            age_days=age_days,
            share_code=_joined(self.codes),
            share_texts=tuple(text.decode() for text in self.texts) or ("",),
            stratum_code=_joined(self.strata_codes) if self.has_strata else None,
            stratum_texts=tuple(text.decode() for text in self.strata),
        )

    @property
    def has_strata(self) -> bool:
        return self.columns > len(LEAST) + 2

    def _stops(self, block: Block) -> Places:
        """Return where each field ends, one row for each line."""
        ends = np.flatnonzero((block == COMMA) | (block == NEWLINE))
        lines = np.count_nonzero(block == NEWLINE)
        if (
            len(ends) != lines * self.columns
            or not (block[ends[self.columns - 1 :: self.columns]] == NEWLINE).all()
        ):
            self._refuse_first_ragged(block, ends)
        return ends.reshape(-1, self.columns)

    def _references(self, block: Block, starts: Places, stops: Places) -> Bytes:
        lengths = stops - starts
        self._check((lengths >= 1) & (lengths <= 40))
        width = int(lengths.max())
        letters = np.zeros((len(starts), width), dtype=np.uint8)
        good = np.ones(len(starts), dtype=np.bool_)
        for i in range(width):
            inside = lengths > i
            letter = block[np.minimum(starts + i, len(block) - 1)]
            letters[:, i] = np.where(inside, letter, 0)
            good &= IN_REFERENCE[letter] | ~inside
        self._check(good)
        return letters.view(f"S{width}").ravel()

    def _numbers(self, block: Block, starts: Places, stops: Places, *, least: int) -> Counts:
        lengths = stops - starts
        width = int(lengths.max())
        good = (lengths >= 1) & (lengths <= len(str(LARGEST_COUNT)))
        values = np.zeros(len(starts), dtype=np.int64)
        for i in range(min(width, len(str(LARGEST_COUNT)))):
            inside = lengths > i
            digit = block[np.minimum(starts + i, len(block) - 1)].astype(np.int64) - ZERO
            good &= ((digit >= 0) & (digit <= 9)) | ~inside
            values = np.where(inside, values * 10 + digit, values)
        good &= (block[starts] != ZERO) | (lengths == 1)
        self._check(good & (values >= least))
        return values.astype(np.int32)

    def _codes(
        self, data: bytes, starts: Places, stops: Places, *, texts: dict[bytes, int]
    ) -> Counts:
        """Return the index of each line's text, gathering texts that are new."""
        codes = np.zeros(len(starts), dtype=np.int32)
        listing = np.flatnonzero(stops > starts)
        empty = texts.setdefault(b"", len(texts)) if len(listing) < len(starts) else 0
        codes[:] = empty
        pairs = zip(starts[listing].tolist(), stops[listing].tolist(), strict=True)
        codes[listing] = [texts.setdefault(data[a:b], len(texts)) for a, b in pairs]
        return codes

    def _check_texts(
        self, codes: Counts, texts: dict[bytes, int], *, allowed: Callable[[bytes], bool]
    ) -> None:
        bad = [code for text, code in texts.items() if not allowed(text)]
        self._check(~np.isin(codes, bad))

    def _check(self, good: NDArray[np.bool_], *, after: int = 0) -> None:
        if not bool(good.all()):
            raise BadEntriesFile(line=self.lines + after + int(np.argmin(good)) + 1)

    def _refuse_first_ragged(self, block: Block, ends: Places) -> None:
        line_ends = np.flatnonzero(block[ends] == NEWLINE)
        fields = np.diff(line_ends, prepend=-1)
        self._check(fields == self.columns)


def _joined(parts: list[Counts]) -> Counts:
    return np.concatenate(parts) if parts else np.array([], dtype=np.int32)


def _is_share_list(text: bytes) -> bool:
    """Tell whether the last column is sorted names joined by bars, none twice or empty."""
    try:
        names = text.decode().split("|") if text else []
    except UnicodeDecodeError:
        return False
    return all(names) and names == sorted(set(names)) and b'"' not in text and b"\r" not in text


def _is_stratum(text: bytes) -> bool:
    """Tell whether the last column is one name, or nothing."""
    try:
        name = text.decode()
    except UnicodeDecodeError:
        return False
    return not name or SHARE.fullmatch(name) is not None
