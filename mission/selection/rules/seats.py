"""Who gets the seats: the four passes of a draw, each over the files not yet taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.entries import Entries
from mission.selection.rules.orders import Order
from mission.selection.rules.ruleset import Rules, Share

GENERAL = -1

Orders = Callable[[tuple[str, ...]], Order]


@dataclass(frozen=True, eq=False)
class Seated:
    """The result of a draw as indices into the entries.

    selected  in the order taken
    share_of  for each selected file, the index of its share in the rules, or GENERAL
    waiting   in the general order
    """

    selected: Order
    share_of: NDArray[np.int16]
    waiting: Order


@dataclass(eq=False)
class _Hall:
    """The files, and who is seated already."""

    entries: Entries
    orders: Orders
    taken: NDArray[np.bool_]
    groups: list[Order] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)

    def waiting(self, keys: tuple[str, ...]) -> Order:
        order = self.orders(keys)
        return order[~self.taken[order]]

    def seat(self, files: Order, *, share: int) -> None:
        self.taken[files] = True
        self.groups.append(files)
        self.shares.append(share)

    def persons(self) -> int:
        return int(self.entries.size[self.taken].sum(dtype=np.int64))


def allot_seats(entries: Entries, rules: Rules, *, orders: Orders) -> Seated:
    """Take files whole, pass after pass: shares that come before, the general pool, shares that
    come after, and what is left in the general order.

    orders  gives the indices of all files in the order of some keys
    """
    hall = _Hall(entries, orders, taken=np.zeros(len(entries), dtype=np.bool_))
    for share in rules.shares_when("before"):
        _seat_share(hall, rules, share)
    promised = sum(share.seats for share in rules.shares_when("after"))
    is_stopped = _seat_general(hall, rules, rules.quota - hall.persons() - promised)
    for share in rules.shares_when("after"):
        _seat_share(hall, rules, share)
    if not is_stopped:
        rest = hall.waiting(rules.general)
        hall.seat(_fitting(entries, rest, rules.quota - hall.persons()), share=GENERAL)
    return _seated(hall, rules)


def _seat_share(hall: _Hall, rules: Rules, share: Share) -> None:
    waiting = hall.waiting(share.order)
    members = waiting[hall.entries.may_use(share.name)[waiting]]
    files = _fitting(hall.entries, members, share.seats)
    hall.seat(files, share=rules.shares.index(share))


def _seat_general(hall: _Hall, rules: Rules, seats: int) -> bool:
    """Fill the general pool; tell whether the rest is not to be shared out (``stop``)."""
    waiting = hall.waiting(rules.general)
    if rules.last_seat == "skip":
        hall.seat(_fitting(hall.entries, waiting, seats), share=GENERAL)
        return False
    fitting = _leading(hall.entries, waiting, seats)
    one_more = rules.last_seat == "exceed"
    hall.seat(waiting[: fitting + one_more], share=GENERAL)
    return rules.last_seat == "stop" and fitting < len(waiting)


def _leading(entries: Entries, files: Order, seats: int) -> int:
    """Return how many of the first files fit together."""
    filled = np.cumsum(entries.size[files], dtype=np.int64)
    return int(np.searchsorted(filled, seats, side="right"))


def _fitting(entries: Entries, files: Order, seats: int) -> Order:
    """Return the files that are taken when one that does not fit is passed over.

    Each round takes all that fit up to the next that does not; what is left is then smaller
    than that file, so there are no more rounds than persons in the largest file.
    """
    taken = [files[:0]]
    while seats > 0 and len(files):
        files = files[entries.size[files] <= seats]
        fitting = _leading(entries, files, seats)
        taken.append(files[:fitting])
        seats -= int(entries.size[taken[-1]].sum(dtype=np.int64))
        files = files[fitting:]
    return np.concatenate(taken)


def _seated(hall: _Hall, rules: Rules) -> Seated:
    lengths = [len(files) for files in hall.groups]
    return Seated(
        selected=np.concatenate(hall.groups),
        share_of=np.repeat(np.array(hall.shares, dtype=np.int16), lengths),
        waiting=hall.waiting(rules.general),
    )
