"""After the draw: a seat that comes free goes to the first waiting file that fits, and every
step is a line of a hash-chained list."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from mission.selection.rules.entries import Entries
from mission.selection.rules.numbers import number_keys
from mission.selection.rules.orders import Order, pool_order
from mission.selection.rules.ruleset import Rules

PROMOTIONS_HEADER = b"line,at,event,reference,size,share,sha256\n"
WITHDRAWN, LAPSED, PROMOTED = "withdrawn", "lapsed", "promoted"


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


def files_to_promote(
    entries: Entries,
    rules: Rules,
    *,
    seed: str,
    waiting: Container[str],
    seats: int,
    share: str,
) -> Iterator[tuple[str, str]]:
    """Yield the reference and share of each file that takes free seats, in the order taken.

    First those that list the share whose seat came free, in its order; then all, in the
    general order. A file larger than what is left is passed over.

    waiting  references that may still be promoted
    seats    free in all
    """
    keys = number_keys(entries, seed=seed)
    taken: set[int] = set()
    for name, order in _pools(rules, share):
        may_use = entries.may_use(name) if name else None
        files: Order = pool_order(entries, order, numbers=lambda: keys)
        for i in files.tolist():
            if not seats:
                return
            reference = entries.reference[i].decode()
            is_open = i not in taken and reference in waiting
            if is_open and entries.size[i] <= seats and (may_use is None or may_use[i]):
                taken.add(i)
                seats -= int(entries.size[i])
                yield reference, name


def _pools(rules: Rules, share: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((one.name, one.order) for one in rules.shares if one.name == share)
    yield "", rules.general
