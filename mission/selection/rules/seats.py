"""Who gets the seats: the passes of a draw, each over the files not yet taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mission.selection.rules.entries import Entries
from mission.selection.rules.orders import Order
from mission.selection.rules.ruleset import ACCEPT, Rules, Share, Stratum

GENERAL = -1

Orders = Callable[[tuple[str, ...]], Order]


@dataclass(frozen=True, eq=False)
class Seated:
    """The result of a draw as indices into the entries.

    selected  in the order taken
    share_of  for each selected file, the index of its share among every share of the rules, or
              GENERAL
    waiting   in the general order
    """

    selected: Order
    share_of: NDArray[np.int16]
    waiting: Order


@dataclass(eq=False)
class _Hall:
    """The files, and who is seated already; ``inside`` are those that may be seated now."""

    entries: Entries
    rules: Rules
    orders: Orders
    taken: NDArray[np.bool_]
    inside: NDArray[np.bool_] | None = None
    groups: list[Order] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)

    def waiting(self, keys: tuple[str, ...]) -> Order:
        order = self.orders(keys)
        is_open = ~self.taken if self.inside is None else ~self.taken & self.inside
        return order[is_open[order]]

    def seat(self, files: Order, *, share: int) -> None:
        self.taken[files] = True
        self.groups.append(files)
        self.shares.append(share)

    def persons(self, *, since: int = 0) -> int:
        """Return how many persons were seated since so many passes."""
        return sum(
            int(self.entries.size[files].sum(dtype=np.int64)) for files in self.groups[since:]
        )


def allot_seats(entries: Entries, rules: Rules, *, orders: Orders) -> Seated:
    """Take files whole, pass after pass: shares that come before, the general pool or the
    strata, shares that come after, and what is left in the general order.

    orders  gives the indices of all files in the order of some keys
    """
    hall = _Hall(entries, rules, orders, taken=np.zeros(len(entries), dtype=np.bool_))
    if rules.strata:
        _allot_by_strata(hall)
    else:
        _allot(hall, rules)
    return _seated(hall, rules)


def _allot_by_strata(hall: _Hall) -> None:
    rules = hall.rules
    for share in rules.shares_when("before"):
        _seat_share(hall, share)
    for part in rules.strata:
        hall.inside = hall.entries.in_stratum(part.name)
        _allot(hall, part)
    hall.inside = None
    for share in rules.shares_when("after"):
        _seat_share(hall, share)
    if rules.left == "general":
        _seat_rest(hall, rules.quota - hall.persons())


def _allot(hall: _Hall, pool: Rules | Stratum) -> None:
    """Share out the seats of the whole, or of one stratum over the files inside it."""
    since = len(hall.groups)
    for share in pool.shares_when("before"):
        _seat_share(hall, share)
    promised = sum(share.seats for share in pool.shares_when("after"))
    is_stopped = _seat_general(hall, pool.quota - hall.persons(since=since) - promised)
    for share in pool.shares_when("after"):
        _seat_share(hall, share)
    if not is_stopped:
        _seat_rest(hall, pool.quota - hall.persons(since=since))


def _seat_rest(hall: _Hall, seats: int) -> None:
    rest = hall.waiting(hall.rules.general)
    hall.seat(_fitting(hall.entries, rest, seats), share=GENERAL)


def _seat_share(hall: _Hall, share: Share) -> None:
    waiting = hall.waiting(share.order)
    members = waiting[hall.entries.may_use(share.name)[waiting]]
    files = _fitting(hall.entries, members, share.seats)
    hall.seat(files, share=hall.rules.every_share.index(share))


def _seat_general(hall: _Hall, seats: int) -> bool:
    """Fill a general pool; tell whether the rest is not to be shared out (``stop``)."""
    waiting, last_seat = hall.waiting(hall.rules.general), hall.rules.last_seat
    if last_seat == "skip":
        hall.seat(_fitting(hall.entries, waiting, seats), share=GENERAL)
        return False
    if last_seat == ACCEPT:
        hall.seat(_accepted(hall, waiting, seats), share=GENERAL)
        return False
    fitting = _leading(hall.entries, waiting, seats)
    one_more = last_seat == "exceed"
    hall.seat(waiting[: fitting + one_more], share=GENERAL)
    return last_seat == "stop" and fitting < len(waiting)


def _accepted(hall: _Hall, waiting: Order, seats: int) -> Order:
    """Return the files that are taken while a seat is left, the last one whole.

    When the files taken leave exactly one seat, the last one is looked for by its size.
    """
    if seats <= 0:
        return waiting[:0]
    sizes = hall.entries.size
    fitting = _leading(hall.entries, waiting, seats - 1)
    is_one_left = int(sizes[waiting[:fitting]].sum(dtype=np.int64)) == seats - 1
    if not (fitting and is_one_left and hall.rules.last_sizes):
        return waiting[: fitting + 1]
    rest = waiting[fitting:]
    found = [rest[np.isin(sizes[rest], listed)] for listed in hall.rules.last_sizes]
    return np.concatenate([waiting[:fitting], np.concatenate(found)[:1]])


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
