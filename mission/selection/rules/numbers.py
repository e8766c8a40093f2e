"""The number of a file: the smallest SHA-256 over its tickets, independent of all other files.

Source: R. L. Rivest, Consistent Sampling with Replacement, arXiv 1808.10016 (2018).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.entries import Bytes, Counts, Entries

CHUNK = 1 << 16
WORDS = 4  # a digest is four words of 64 bits

Advance = Callable[[int], None]
Copy = Callable[[], "hashlib._Hash"]
Heads = NDArray[np.uint64]


def number_of(*, seed: str, reference: str, tickets: int) -> int:
    """Return the number of one file as a 256-bit integer; the smaller, the earlier."""
    return int.from_bytes(_least(_seeded(seed), reference.encode(), tickets), "big")


def number_keys(
    entries: Entries,
    *,
    seed: str,
    heads: Heads | None = None,
    advance: Advance | None = None,
) -> Heads:
    """Return one sortable key for each file, in the order of the entries' numbers.

    The first 64 bits of the numbers decide; where two files share them (once in millions of
    draws) the whole numbers do, and the keys become their ranks.

    heads  what ``number_heads`` returned for the same files and seed, if that was asked before
    """
    return exact_keys(
        number_heads(entries, seed=seed, advance=advance) if heads is None else heads,
        lambda i: number_of(
            seed=seed,
            reference=entries.reference[i].decode(),
            tickets=int(entries.tickets[i]),
        ),
    )


def number_heads(entries: Entries, *, seed: str, advance: Advance | None = None) -> Heads:
    """Return the first 64 bits of each file's number, in the order of the entries."""
    chunks = list(_heads(entries, seed, advance))
    return np.concatenate(chunks) if chunks else np.array([], dtype=np.uint64)


def exact_keys(heads: Heads, whole: Callable[[int], int]) -> Heads:
    """Return keys that sort as the whole numbers do, asking for those only on a tie.

    whole  the 256-bit number of the file at an index
    """
    ranked = np.sort(heads)
    if not bool((ranked[1:] == ranked[:-1]).any()):
        return heads
    order = sorted(range(len(heads)), key=lambda i: (int(heads[i]), whole(i)))
    keys = np.empty(len(heads), dtype=np.uint64)
    keys[order] = np.arange(len(heads), dtype=np.uint64)
    return keys


def _heads(entries: Entries, seed: str, advance: Advance | None) -> Iterator[Heads]:
    """Yield the first 64 bits of each number, a chunk of files at a time.

    All tickets of a chunk are hashed in one flat list; the smallest head is the head of the
    smallest number.
    """
    copy = _seeded(seed)
    for start in range(0, len(entries), CHUNK):
        tickets = entries.tickets[start : start + CHUNK]
        tails = _tails(entries.reference[start : start + CHUNK], tickets)
        # update() answers None, so that each file costs no call of a function of ours
        digests = b"".join(
            [(state := copy()).update(tail) or state.digest() for tail in tails]  # type: ignore[func-returns-value]
        )
        heads = np.frombuffer(digests, dtype=">u8")[::WORDS].astype(np.uint64)
        yield np.minimum.reduceat(heads, np.cumsum(tickets) - tickets)
        if advance:
            advance(len(tickets))


def _tails(references: Bytes, tickets: Counts) -> list[bytes]:
    """Return what is hashed after the seed and a comma, ticket by ticket, file by file."""
    most = int(tickets.max())
    if most == 1:
        return [reference + b",1" for reference in references.tolist()]
    endings = [b",%d" % ticket for ticket in range(1, most + 1)]
    first = np.repeat(np.cumsum(tickets) - tickets, tickets)
    tickets_from_zero = (np.arange(len(first)) - first).tolist()
    repeated = np.repeat(references, tickets).tolist()
    return [
        reference + endings[ticket]
        for reference, ticket in zip(repeated, tickets_from_zero, strict=True)
    ]


def _seeded(seed: str) -> Copy:
    """Hash the seed once: it fills SHA-256's first block, whose state every ticket copies."""
    return hashlib.sha256(f"{seed},".encode()).copy


def _least(copy: Copy, reference: bytes, tickets: int) -> bytes:
    return min(_digest(copy, b"%b,%d" % (reference, i)) for i in range(1, tickets + 1))


def _digest(copy: Copy, tail: bytes) -> bytes:
    state = copy()
    state.update(tail)
    return state.digest()
