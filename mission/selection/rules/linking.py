"""Linked files: families that are drawn together, as one row that gains nothing by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mission.selection.rules.entries import HEADER, STRATA_HEADER, EntryRow
from mission.selection.rules.ruleset import Rules

LINKED = "-LINKED"
ROW_COLUMN = b",row\n"
# What a pool may ask of a file, and the column that answers it. A number is the smallest of
# its tickets, so that more of them is sooner where an order is ascending.
COLUMNS = {"tier": "tier", "number": "tickets", "queue": "queue", "age_days": "age_days"}


@dataclass(frozen=True)
class Linked:
    """A row of entries.csv and the files that it stands for, in byte order of reference."""

    row: EntryRow
    files: tuple[EntryRow, ...]


@dataclass(frozen=True)
class Urn:
    """What a round draws from: files by themselves, and rows of linked files."""

    alone: tuple[EntryRow, ...]
    linked: tuple[Linked, ...]

    @property
    def rows(self) -> list[EntryRow]:
        """Return the lines of entries.csv, in no order."""
        return [*self.alone, *(one.row for one in self.linked)]

    @property
    def files(self) -> int:
        """Return how many files the lines stand for."""
        return len(self.alone) + sum(len(one.files) for one in self.linked)


def fill_urn(files: Iterable[EntryRow], families: Mapping[str, Hashable], rules: Rules) -> Urn:
    """Put the files of each family into one row; those of different strata into several.

    families  reference → family, of the files that stand in one
    """
    if not families:
        return Urn(tuple(files), ())
    alone: list[EntryRow] = []
    together: dict[tuple[Hashable, str], list[EntryRow]] = {}
    for file in files:
        family = families.get(file.reference)
        if family is None:
            alone.append(file)
        else:
            part = file.stratum if rules.strata else ""
            together.setdefault((family, part), []).append(file)
    alone += [part[0] for part in together.values() if len(part) == 1]
    linked = [row_of(part, rules) for part in together.values() if len(part) > 1]
    return Urn(tuple(alone), tuple(linked))


def parted_files(urn: Urn, families: Mapping[str, Hashable]) -> dict[str, tuple[str, ...]]:
    """Return, of each file whose family is not drawn as a whole, whom it is drawn with."""
    whole = Counter(families.values())
    together = [[file.reference for file in one.files] for one in urn.linked]
    together += [[file.reference] for file in urn.alone if file.reference in families]
    return {
        reference: tuple(other for other in part if other != reference)
        for part in together
        if len(part) < whole[families[part[0]]]
        for reference in part
    }


def row_of(files: Sequence[EntryRow], rules: Rules) -> Linked:
    """Return the row that stands for two files or more of one stratum.

    Its size is theirs together; its reference sorts right behind the last of theirs. In every
    other column it has what is least favourable, as the first pool that asks the column looks
    at it. A share is the row's only when every file may use it and it does not look at one of
    these columns the other way round, in which the files differ.
    """
    ordered = tuple(sorted(files, key=lambda file: file.reference))
    shares = set(ordered[0].shares).intersection(*(file.shares for file in ordered))
    worst: dict[str, int] = {}
    for key, column in COLUMNS.items():
        values = {int(getattr(file, column)) for file in ordered}
        is_down, against = _directions(rules, key)
        worst[column] = min(values) if is_down != (key == "number") else max(values)
        if len(values) > 1:
            shares -= against
    row = EntryRow(
        reference=ordered[-1].reference + LINKED,
        size=sum(file.size for file in ordered),
        shares=tuple(sorted(shares)),
        stratum=ordered[0].stratum,
        **worst,
    )
    return Linked(row, ordered)


def _directions(rules: Rules, key: str) -> tuple[bool, set[str]]:
    """Return whether the first pool that asks a key looks at it downwards, and the shares that
    look at it the other way."""
    pools = [("", rules.general), *((share.name, share.order) for share in rules.every_share)]
    asked = [
        (name, one != key)
        for name, order in pools
        for one in order
        if one.removeprefix("-") == key
    ]
    is_down = asked[0][1] if asked else False
    return is_down, {name for name, way in asked if way != is_down}


def linked_header(*, by_strata: bool) -> bytes:
    """Return the first line of linked.csv."""
    return (STRATA_HEADER if by_strata else HEADER).removesuffix(b"\n") + ROW_COLUMN


def linked_csv(linked: Collection[Linked], *, by_strata: bool = False) -> bytes:
    """Return the bytes of linked.csv: the line of each linked file, and its row; nothing where
    no files are linked."""
    if not linked:
        return b""
    files = [(file, one.row.reference) for one in linked for file in one.files]
    files.sort(key=lambda each: each[0].reference)
    return (
        linked_header(by_strata=by_strata)
        + "".join(_line(*each, by_strata=by_strata) for each in files).encode()
    )


def _line(file: EntryRow, row: str, *, by_strata: bool) -> str:
    counts = (file.size, file.tier, file.tickets, file.queue, file.age_days)
    shares = "|".join(sorted(file.shares))
    cells = [file.reference, *map(str, counts), shares, *([file.stratum] * by_strata), row]
    return ",".join(cells) + "\n"
