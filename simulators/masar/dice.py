"""Chance that can be repeated: the same seed and the same requests give the same mischief."""

from __future__ import annotations

from collections import Counter
from random import Random


class Dice:
    """Draws that depend on the seed and on what is drawn for, never on the order of threads."""

    def __init__(self, *, seed: int, start: int) -> None:
        self._seed = seed
        self._start = start
        self._calls: Counter[tuple[str, str]] = Counter()

    def for_item(self, purpose: str, *names: object) -> Random:
        """Give a generator that is always the same for this purpose and these names."""
        return Random(":".join(map(str, (self._seed, purpose, *names))))

    def for_call(self, purpose: str, endpoint: str) -> Random:
        """Give the next generator of an endpoint: its first call, its second, and so on."""
        self._calls[purpose, endpoint] += 1
        number = self._calls[purpose, endpoint]
        return Random(f"{self._seed}:{self._start}:{purpose}:{endpoint}:{number}")
