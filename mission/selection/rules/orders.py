"""The order in which a pool looks at the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.entries import Counts, Entries

SHORT = np.iinfo(np.uint16).max

Order = NDArray[np.intp]
Keys = NDArray[np.unsignedinteger]


def pool_order(entries: Entries, keys: Sequence[str], *, numbers: Callable[[], Keys]) -> Order:
    """Return the indices of all files in a pool's order.

    Keys are compared one after the other, a ``-`` turns one round, and the byte order of the
    reference, in which the entries stand already, is always the last.

    numbers  the keys of the files' numbers, asked for only by an order that uses them
    """
    order: Order = np.arange(len(entries), dtype=np.intp)
    for key in reversed(keys):
        column = _ascending(entries, key, numbers=numbers)
        order = order[np.argsort(column[order], kind="stable")]
    return order


def _ascending(entries: Entries, key: str, *, numbers: Callable[[], Keys]) -> Keys:
    """Return a column that sorts upwards as the key asks, as narrow as its range allows
    (sorting 16 bits is several times faster than 32)."""
    name = key.removeprefix("-")
    if name == "number":
        return ~numbers() if key != name else numbers()
    column: Counts = getattr(entries, name)
    least, most = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    shifted = most - column if key != name else column - least
    narrow: Keys = shifted.astype(np.uint16 if most - least <= SHORT else np.uint32)
    return narrow
