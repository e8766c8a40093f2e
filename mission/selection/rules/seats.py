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
class Pass:
    """One pass over the files that had no seat yet: what it had to give, and to whom.

    kind   ``before``, ``general``, ``after`` or ``rest``
    share  the index of its share among every share of the rules, or GENERAL
    stratum  the name of the only stratum whose files it looked at; empty for all
    among  the files it looked at, in its own order; ``taken`` are those that it took
    seats  how many it had to give when it began
    """

    kind: str
    share: int
    among: Order
    seats: int
    taken: Order
    stratum: str = ""


@dataclass(frozen=True, eq=False)
class Seated:
    """The result of a draw as indices into the entries.

    selected  in the order taken
    share_of  for each selected file, the index of its share among every share of the rules, or
              GENERAL
    waiting   in the general order
    passes    in the order in which they were made
    """

    selected: Order
    share_of: NDArray[np.int16]
    waiting: Order
    passes: tuple[Pass, ...] = ()


@dataclass(eq=False)
class _Hall:
    """The files, and who is seated already; ``inside`` are those that may be seated now."""

    entries: Entries
    rules: Rules
    orders: Orders
    taken: NDArray[np.bool_]
    inside: NDArray[np.bool_] | None = None
    stratum: str = ""
    passes: list[Pass] = field(default_factory=list)

    def waiting(self, keys: tuple[str, ...]) -> Order:
        order = self.orders(keys)
        is_open = ~self.taken if self.inside is None else ~self.taken & self.inside
        return order[is_open[order]]

    def enter(self, stratum: str) -> None:
        """Look at the files of one stratum from now on; of all with an empty name."""
        self.stratum = stratum
        self.inside = self.entries.in_stratum(stratum) if stratum else None

    def seat(self, files: Order, *, kind: str, share: int, among: Order, seats: int) -> None:
        self.taken[files] = True
        self.passes.append(Pass(kind, share, among, seats, files, self.stratum))

    def persons(self, *, since: int = 0) -> int:
        """Return how many persons were seated since so many passes."""
        return sum(
            int(self.entries.size[one.taken].sum(dtype=np.int64)) for one in self.passes[since:]
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
        hall.enter(part.name)
        _allot(hall, part)
    hall.enter("")
    for share in rules.shares_when("after"):
        _seat_share(hall, share)
    if rules.left == "general":
        _seat_rest(hall, rules.quota - hall.persons())


def _allot(hall: _Hall, pool: Rules | Stratum) -> None:
    """Share out the seats of the whole, or of one stratum over the files inside it."""
    since = len(hall.passes)
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
    files = _fitting(hall.entries, rest, seats)
    hall.seat(files, kind="rest", share=GENERAL, among=rest, seats=seats)


def _seat_share(hall: _Hall, share: Share) -> None:
    waiting = hall.waiting(share.order)
    members = waiting[hall.entries.may_use(share.name)[waiting]]
    files = _fitting(hall.entries, members, share.seats)
    place = hall.rules.every_share.index(share)
    hall.seat(files, kind=share.when, share=place, among=members, seats=share.seats)


def _seat_general(hall: _Hall, seats: int) -> bool:
    """Fill a general pool; tell whether the rest is not to be shared out (``stop``)."""
    waiting, last_seat = hall.waiting(hall.rules.general), hall.rules.last_seat
    fitting = _leading(hall.entries, waiting, seats)
    if last_seat == "skip":
        files = _fitting(hall.entries, waiting, seats)
    elif last_seat == ACCEPT:
        files = _accepted(hall, waiting, seats)
    else:
        files = waiting[: fitting + (last_seat == "exceed")]
    hall.seat(files, kind="general", share=GENERAL, among=waiting, seats=seats)
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
    lengths = [len(one.taken) for one in hall.passes]
    shares = np.array([one.share for one in hall.passes], dtype=np.int16)
    return Seated(
        selected=np.concatenate([one.taken for one in hall.passes]),
        share_of=np.repeat(shares, lengths),
        waiting=hall.waiting(rules.general),
        passes=tuple(hall.passes),
    )
