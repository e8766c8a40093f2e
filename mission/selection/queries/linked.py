"""Linked files of a round: whom it draws together, and the rows that stand for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from foundation.copying import gathered
from mission.registration.queries import families_of_season, refused_references
from mission.selection.models import Entry, Round
from mission.selection.queries.files import BYTE_ORDER, File, frozen_rows, rows_of_round
from mission.selection.queries.rounds import freeze_of, rules_of
from mission.selection.rules.entries import EntryRow
from mission.selection.rules.linking import Urn, fill_urn, linked_header
from mission.selection.rules.promotions import LinkedFile


@dataclass(frozen=True)
class Families:
    """Families in a round: rows of linked files, their files, families not drawn whole."""

    linked: int
    files: int
    parted: int


_LINKED_LINES = """
SELECT e.reference, convert_to(
    concat_ws(',', e.reference, e.size, e.tier, e.tickets, e.queue, e.age_days,
        array_to_string(e.shares, '|'){stratum}, r.reference)
    || E'\\n', 'UTF8') AS line
FROM selection_entry e JOIN selection_linkedrow r ON r.id = e.row_id
WHERE e.round_id = %s
"""


def urn_of(selection_round: Round, files: Iterable[EntryRow]) -> Urn:
    """Answer what a round that is not frozen yet would draw from: the files, linked as their
    families are now."""
    families = families_of_season(selection_round.season)
    return fill_urn(files, families, rules_of(selection_round))


def frozen_urn(selection_round: Round) -> Urn:
    """Answer what a frozen round draws from."""
    linked = Entry.objects.filter(round=selection_round, row__isnull=False)
    rows = dict(linked.values_list("reference", "row__reference"))
    files = (row for _, row in frozen_rows(selection_round))
    return fill_urn(files, rows, rules_of(selection_round))


def lines_of_round(selection_round: Round) -> list[File]:
    """Answer the lines that a round draws from, frozen or not, in byte order of reference; a
    row of linked files with the application of the first of them."""
    is_frozen = freeze_of(selection_round) is not None
    files = list((frozen_rows if is_frozen else rows_of_round)(selection_round))
    applications = {row.reference: application for application, row in files}
    if is_frozen:
        urn = frozen_urn(selection_round)
    else:
        urn = urn_of(selection_round, (row for _, row in files))
    first = {one.row.reference: one.files[0].reference for one in urn.linked}
    rows = sorted(urn.rows, key=lambda row: row.reference)
    return [(applications[first.get(row.reference, row.reference)], row) for row in rows]


def linked_file(selection_round: Round) -> bytes:
    """Answer the bytes of linked.csv from the rows; nothing where no files are linked."""
    by_strata = bool(rules_of(selection_round).strata)
    lines = _LINKED_LINES.format(stratum=", e.stratum" if by_strata else "")
    pieces = gathered(lines, order=BYTE_ORDER, given=[selection_round.id])
    return linked_header(by_strata=by_strata) + b"".join(pieces) if pieces else b""


def linked_entries(selection_round: Round) -> dict[str, list[tuple[UUID, UUID]]]:
    """Answer entry and application of the files of each row of linked ones, by reference."""
    found: dict[str, list[tuple[UUID, UUID]]] = {}
    files = Entry.objects.filter(round=selection_round, row__isnull=False).order_by("reference")
    for row, entry, application in files.values_list("row__reference", "id", "application_id"):
        found.setdefault(row, []).append((entry, application))
    return found


def linked_files(selection_round: Round) -> dict[str, LinkedFile]:
    """Answer row and persons of each linked file of a round, by reference of the file."""
    files = Entry.objects.filter(round=selection_round, row__isnull=False)
    return {
        reference: LinkedFile(row, size)
        for reference, row, size in files.values_list("reference", "row__reference", "size")
    }


def families_of_round(selection_round: Round) -> Families:
    """Count the families that a round draws as one, and those that it does not draw whole.

    Before the freeze those with a file that the newest judgement refused; what else parts a
    family, the freeze finds.
    """
    families: dict[UUID, list[str]] = {}
    for reference, family in families_of_season(selection_round.season).items():
        families.setdefault(family, []).append(reference)
    several = [files for files in families.values() if len(files) > 1]
    names = [reference for files in several for reference in files]
    if freeze_of(selection_round) is None:
        refused = refused_references(selection_round.season, names)
        left = [[one for one in files if one not in refused] for files in several]
        linked = [files for files in left if len(files) > 1]
        parted = sum(len(a) != len(b) for a, b in zip(several, left, strict=True))
        return Families(len(linked), sum(map(len, linked)), parted)
    entries = Entry.objects.filter(round=selection_round)
    rows = dict(entries.filter(reference__in=names).values_list("reference", "row_id"))
    whole = [files for files in several if len({rows.get(each) for each in files}) == 1]
    parted = len(several) - sum(rows.get(files[0]) is not None for files in whole)
    linked_entries = entries.filter(row__isnull=False)
    count = linked_entries.values("row").distinct().count()
    return Families(count, linked_entries.count(), parted)
