"""Identities: ordered UUIDs for rows, short checked references for people."""

from __future__ import annotations

import os
import secrets
import threading
import time
from array import array
from collections.abc import Callable, Collection
from itertools import accumulate
from uuid import UUID

from foundation.refusals import Refusal

# 0/O 1/I/L 2/Z 5/S 8/B U/V are read for one another, so none of them is used. The 23
# characters left are a prime number, which makes the check below complete.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 8

_TAIL_BITS = 74
_MOST_AT_ONCE = 10_000
_INVERSE = pow(LENGTH, -1, len(ALPHABET))
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


class BadReference(Refusal):
    """The text is no public reference: wrong length, a letter that is never used, or a slip."""

    code = "bad_reference"
    status = 404


class _Ticks:
    """Remembers the last UUID of this process, so that the next one sorts after it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.milliseconds = 0
        self.tail = 0
        self.random = b""
        self.used = 0

    def next(self) -> tuple[int, int]:
        """Answer a millisecond and a tail that come after all that were given before."""
        with self.lock:
            return self._step(time.time_ns() // 1_000_000)

    def next_many(self, count: int) -> tuple[int, list[int]]:
        """Answer one millisecond and ``count`` rising tails in it; ``count`` is below 2²⁰."""
        steps = [step + 1 for step in array("I", os.urandom(4 * (count - 1)))]
        with self.lock:
            milliseconds, tail = self._step(time.time_ns() // 1_000_000)
            if not _fits(tail + sum(steps)):
                milliseconds, tail = self._step(milliseconds + 1)
            tails = list(accumulate(steps, initial=tail))
            self.tail = tails[-1]
            return milliseconds, tails

    def _step(self, present: int) -> tuple[int, int]:
        fresh = self._fresh()
        if present <= self.milliseconds:
            self.tail += (fresh & 0xFFFFFFFF) + 1
            if _fits(self.tail):
                return self.milliseconds, self.tail
        # Half of the range stays free above a fresh tail, for those of the same millisecond.
        self.milliseconds = max(present, self.milliseconds + 1)
        self.tail = fresh >> (80 - _TAIL_BITS + 1)
        return self.milliseconds, self.tail

    def _fresh(self) -> int:
        """Take 80 random bits; the system is asked for many at once."""
        if self.used == len(self.random):
            self.random, self.used = os.urandom(4_000), 0
        self.used += 10
        return int.from_bytes(self.random[self.used - 10 : self.used], "big")


_ticks = _Ticks()
os.register_at_fork(after_in_child=lambda: _ticks.__init__())  # type: ignore[misc]


def uuid7() -> UUID:
    """Make a UUIDv7 that sorts after all earlier ones of this process, even if time steps back.

    Source: RFC 9562, section 5.7 and method 2 of section 6.2.
    """
    return _uuid7_of(*_ticks.next())


def uuid7s(count: int) -> list[UUID]:
    """Make many UUIDv7 at once, each sorting after the one before, for a third of the time."""
    made: list[UUID] = []
    while len(made) < count:
        milliseconds, tails = _ticks.next_many(min(count - len(made), _MOST_AT_ONCE))
        made.extend([_uuid7_of(milliseconds, tail) for tail in tails])
    return made


def _uuid7_of(milliseconds: int, tail: int) -> UUID:
    head = (milliseconds & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (tail >> 62) << 64
    return UUID(int=head | 0b10 << 62 | tail & 0x3FFFFFFFFFFFFFFF)


def _fits(tail: int) -> bool:
    return tail >> _TAIL_BITS == 0


def new_reference() -> str:
    """Make a random public reference such as ``7K3P-9QXM``; its last character is the check.

    There are 23⁷ of them: use ``new_references`` where many are made at once.
    """
    number = secrets.randbelow(len(ALPHABET) ** (LENGTH - 1))
    letters = ""
    for _ in range(LENGTH - 1):
        number, value = divmod(number, len(ALPHABET))
        letters += ALPHABET[value]
    return _grouped(letters + _check_character(letters))


def new_references(
    count: int, *, taken: Callable[[Collection[str]], Collection[str]]
) -> list[str]:
    """Make ``count`` different references that nobody holds yet.

    taken  is asked which of the given references exist already; called once unless some do
    """
    found: dict[str, None] = {}
    while len(found) < count:
        wanted = count - len(found)
        drawn = {new_reference() for _ in range(wanted)} - found.keys()
        found.update(dict.fromkeys(sorted(drawn - set(taken(drawn)))))
    references = list(found)
    secrets.SystemRandom().shuffle(references)
    return references


def parse_reference(text: str) -> str:
    """Read a reference as people type it, and answer it in its one written form.

    Case, spaces, hyphens and invisible marks do not matter; Arabic and Persian digits count
    as digits. Every single wrong character and every exchange of two neighbours is noticed.

    Raises BadReference.
    """
    plain = "".join(sign for sign in text.translate(_ARABIC_DIGITS).upper() if sign.isalnum())
    if len(plain) != LENGTH or any(sign not in _VALUES for sign in plain):
        raise BadReference(reference=text[:40])
    if _check_character(plain[:-1]) != plain[-1]:
        raise BadReference(reference=text[:40])
    return _grouped(plain)


def _check_character(letters: str) -> str:
    """Weigh place i with i: in a prime field no single slip and no exchange keeps the sum."""
    total = sum(place * _VALUES[letter] for place, letter in enumerate(letters, start=1))
    return ALPHABET[-total * _INVERSE % len(ALPHABET)]


def _grouped(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:]}"
